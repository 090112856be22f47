using PolicingModels.Tool;

namespace PolicingModels.ToolTests;

public sealed class OutputFolderTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Nothing_is_seen_before_the_folder_is_kept()
    {
        using (OutputFolder folder = OutputFolder.Claim(_scratch.Out))
        {
            folder.Write("a.txt", "a");
            Assert.False(Directory.Exists(_scratch.Out));
            folder.Write(ResultJson.FileName, "{}");
            folder.Keep();
        }

        Assert.Equal(["a.txt", "result.json"], Directory.GetFiles(_scratch.Out).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        _scratch.HoldsOnly("out");
    }

    [Fact]
    public void A_folder_that_is_not_kept_leaves_nothing()
    {
        using (OutputFolder folder = OutputFolder.Claim(_scratch.Out))
        {
            folder.Write("a.txt", "a");
        }

        _scratch.HoldsOnly();
    }

    [Fact]
    public void Parents_made_for_an_output_that_failed_go_with_it()
    {
        using (OutputFolder folder = OutputFolder.Claim(Path.Combine(_scratch.Out, "deep", "down")))
        {
            folder.Write("a.txt", "a");
        }

        _scratch.HoldsOnly();
    }

    [Fact]
    public void Parents_made_for_an_output_that_was_kept_stay()
    {
        string deep = Path.Combine(_scratch.Out, "deep", "down");
        Keep(deep, "a.txt");

        Assert.True(File.Exists(Path.Combine(deep, "a.txt")));
    }

    [Fact]
    public void A_folder_written_by_the_command_is_replaced_whole()
    {
        Keep(_scratch.Out, "old.txt");
        Keep(_scratch.Out, "new.txt");

        Assert.Equal(["new.txt", "result.json"], Directory.GetFiles(_scratch.Out).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        _scratch.HoldsOnly("out");
    }

    [Fact]
    public void An_empty_folder_is_taken()
    {
        Directory.CreateDirectory(_scratch.Out);
        Keep(_scratch.Out, "a.txt");

        Assert.True(File.Exists(Path.Combine(_scratch.Out, "a.txt")));
    }

    [Theory]
    [InlineData("notes.docx")]
    [InlineData(".hidden")]
    public void A_folder_with_a_foreign_file_is_refused_and_left_alone(string foreign)
    {
        Keep(_scratch.Out, "a.txt");
        File.WriteAllText(Path.Combine(_scratch.Out, foreign), "mine");

        CommandLineException e = Assert.Throws<CommandLineException>(() => OutputFolder.Claim(_scratch.Out));

        Assert.Contains($"already holds {foreign}, which this command did not write", e.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_scratch.Out, foreign)));
        _scratch.HoldsOnly("out");
    }

    [Theory]
    [InlineData("{\"files\":[\"result.json\"]}")]
    [InlineData("[1,2]")]
    [InlineData("not json")]
    public void A_result_file_of_something_else_does_not_make_a_folder_ours(string json)
    {
        Directory.CreateDirectory(_scratch.Out);
        File.WriteAllText(Path.Combine(_scratch.Out, ResultJson.FileName), json);

        Assert.Throws<CommandLineException>(() => OutputFolder.Claim(_scratch.Out));
    }

    [Fact]
    public void A_foreign_file_that_appears_during_the_work_stops_the_swap()
    {
        using OutputFolder folder = OutputFolder.Claim(_scratch.Out);
        folder.Write(ResultJson.FileName, "{}");
        Directory.CreateDirectory(_scratch.Out);
        File.WriteAllText(Path.Combine(_scratch.Out, "theirs.txt"), "theirs");

        Assert.Throws<CommandLineException>(folder.Keep);
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(_scratch.Out, "theirs.txt")));
    }

    [Fact]
    public void A_file_in_the_way_is_refused()
    {
        _scratch.Write("out", "a file");

        Assert.Contains("is a file; name a folder", Assert.Throws<CommandLineException>(() => OutputFolder.Claim(_scratch.Out)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        string file = _scratch.Write("file", "a file");

        Assert.Contains("name a folder that you may write to", Assert.Throws<CommandLineException>(() => OutputFolder.Claim(Path.Combine(file, "below"))).Message, StringComparison.Ordinal);
    }

    private static void Keep(string path, string name)
    {
        using OutputFolder folder = OutputFolder.Claim(path);
        folder.Write(name, name);
        folder.Write(ResultJson.FileName, ResultJson.Text(new { SchemaVersion = 1, folder.Files }));
        folder.Keep();
    }
}
