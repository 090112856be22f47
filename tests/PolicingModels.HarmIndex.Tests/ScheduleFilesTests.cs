using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class ScheduleFilesTests
{
    [Theory]
    [InlineData("cchi")]
    [InlineData("CCHI")]
    public void Built_in_schedules_are_opened_by_name(string name) => Assert.Same(CambridgeCrimeHarmIndex.Principal, HarmSchedules.Open(name).Schedule);

    [Fact]
    public void An_unknown_name_is_answered_with_those_there_are()
    {
        ArgumentException e = Assert.Throws<ArgumentException>("nameOrPath", () => HarmSchedules.Open("cchii"));
        Assert.StartsWith("There is no index “cchii”; there are cchi and ons, or give a file (.json, .csv, .xlsx).", e.Message, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(() => HarmSchedules.Open("none.xlsx", "1"));
        Assert.Throws<InputRefusedException>(() => HarmSchedules.Open("none.json"));
    }

    [Fact]
    public void A_file_is_told_by_its_headings_and_needs_an_edition_unless_it_says_it() => TestWorkbook.WithPath(".json", json =>
    {
        HarmScheduleFile.WriteJson(OnsCrimeSeverityScore.December2020, json);
        Assert.Equal(OnsCrimeSeverityScore.December2020.Fingerprint, HarmSchedules.Open(json).Schedule.Fingerprint);
        TestWorkbook.WithPath(".csv", path =>
        {
            File.WriteAllText(path, "codes,title,score_days\n39,Theft,7\n");
            Assert.Throws<ArgumentException>("edition", () => HarmSchedules.Open(path));
            HarmSchedule own = HarmSchedules.Open(path, "2").Schedule;
            Assert.Equal((Path.GetFileNameWithoutExtension(path), "2", HarmBasis.LocalPriority), (own.Info.Name, own.Info.Edition, own.Info.Basis));
            File.WriteAllText(path, "CCHI Score,HOME_OFFICE_CLASSIFICATION\n10,008/06\n");
            Assert.Equal("Cambridge Crime Harm Index, 2026", HarmSchedules.Open(path, "2026").Schedule.Info.Label);
            File.WriteAllText(path, "Code,Weight\n39,80.5\n");
            Assert.Equal("ONS Crime Severity Score, 2024", HarmSchedules.Open(path, "2024").Schedule.Info.Label);
            File.WriteAllText(path, "a,b\n1,2\n");
            Assert.Contains("CCHI Score", Assert.Throws<InputRefusedException>(() => HarmSchedules.Open(path, "x")).Message, StringComparison.Ordinal);
        });
    });

    [Fact]
    public void An_alias_file_gives_codes_by_alias() => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, "alias,code\n005/81,005/01\n\"Robbery, knife\",034/01\n");
        IReadOnlyDictionary<string, string> aliases = AliasFile.Read(path);
        Assert.Equal(365, new HarmLookup(CambridgeCrimeHarmIndex.Principal, new() { Aliases = aliases }).Score("robbery, KNIFE"));
        Assert.Equal(2, aliases.Count);
    });

    [Theory]
    [InlineData("alias,code\n", "has a header and no rows")]
    [InlineData("code,alias\na,b\n", "it needs two: “alias” and “code”")]
    [InlineData("alias,code\na,39\nA,40\n", "line 3, column “alias”, value “A”: it stands in an earlier row")]
    [InlineData("alias,code\na,\n", "line 2, column “code”, value “”: it is empty")]
    [InlineData("alias,code\na,8-Jun\n", "line 2, column “code”, value “8-Jun”: it is a date: a spreadsheet has turned")]
    [InlineData("alias,code\na,b,c\n", "the row has 3 fields where the header has 2")]
    [InlineData("", "has the columns ; it needs two")]
    public void A_wrong_alias_file_is_refused_by_line(string text, string expected) => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, text);
        Assert.Contains(expected, Assert.Throws<InputRefusedException>(() => AliasFile.Read(path)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_denominator_is_named_by_its_heading() => TestWorkbook.WithPath(".csv", path =>
    {
        File.WriteAllText(path, "area,residents mid-2023\nW1,1000\nW2,2500.5\n");
        DenominatorFile file = DenominatorFile.Read(path);
        Assert.Equal(("residents mid-2023", 1000d, 2500.5), (file.Name, file.ByArea["W1"], file.ByArea["W2"]));
        foreach (string bad in new[] { "0", "-1", "1,000", "", "NaN", "many" })
        {
            File.WriteAllText(path, $"area,residents\nW1,\"{bad}\"\n");
            Assert.Contains("line 2, column “residents”", Assert.Throws<InputRefusedException>(() => DenominatorFile.Read(path)).Message, StringComparison.Ordinal);
        }
    });
}
