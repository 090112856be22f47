namespace PolicingModels.ToolTests;

public class PublicApiTests
{
    [Fact]
    public void Public_surface_is_as_approved() => Approval.VerifyPublicApi(typeof(PolicingModels.Tool.PolicingCommand).Assembly);
}
