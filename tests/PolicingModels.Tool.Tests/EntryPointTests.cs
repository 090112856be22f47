namespace PolicingModels.ToolTests;

public class EntryPointTests
{
    [Fact]
    public void The_command_is_named_policing() =>
        Assert.Contains("<ToolCommandName>policing</ToolCommandName>", File.ReadAllText(Path.Combine(SharedData.ProjectRoot, "src", "PolicingModels.Tool", "PolicingModels.Tool.csproj")), StringComparison.Ordinal);
}
