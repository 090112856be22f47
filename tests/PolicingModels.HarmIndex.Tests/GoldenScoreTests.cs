using System.Globalization;
using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class GoldenScoreTests
{
    private static readonly HarmLookup Cambridge = new(CambridgeCrimeHarmIndex.Principal);

    public static TheoryData<string, double?, double?, double?> Scores()
    {
        TheoryData<string, double?, double?, double?> data = [];
        foreach (string line in File.ReadLines(Path.Combine(SharedData.ProjectRoot, "tests", "PolicingModels.HarmIndex.Tests", "Data", "golden-scores.csv")).Where(l => !l.StartsWith('#')).Skip(1))
        {
            string[] cells = line.Split(',', 5);
            data.Add(cells[0], Number(cells[1]), Number(cells[2]), Number(cells[3]));
        }

        return data;

        static double? Number(string text) => text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void A_published_score_is_found_and_a_code_with_several_is_refused_with_their_range(string code, double? days, double? low, double? high)
    {
        HarmMatch match = Cambridge.Find(code);
        Assert.Equal(days, match.ScoreDays);
        Assert.Equal((low ?? days, high ?? days), (match.LowDays, match.HighDays));
        Assert.Equal((CambridgeCrimeHarmIndex.Principal.Info.Label, CambridgeCrimeHarmIndex.Principal.Fingerprint), (match.Schedule, match.Fingerprint));
    }

    [Fact]
    public void A_category_of_open_data_warns_with_its_range_and_gives_no_silent_weight()
    {
        HarmMatch refused = Cambridge.Find("Violence and sexual offences");
        Assert.True(refused.IsCategory);
        Assert.Null(refused.ScoreDays);
        Assert.Equal("“Violence and sexual offences” is a whole category of Cambridge Crime Harm Index, principal offences, 2020 with 37 rows that score from 1 to 5475 days; bring a finer code, or name an ambiguity policy.", refused.Explanation);
        Assert.True(new HarmLookup(CambridgeCrimeHarmIndex.Principal, new() { Ambiguity = AmbiguityPolicy.Median }).Find("violence and SEXUAL offences") is { IsCategory: true, ScoreDays: > 1 });
        Assert.False(Cambridge.Find("034/01").IsCategory);
    }

    [Fact]
    public void Every_row_says_where_its_value_is_from() =>
        Assert.All(CambridgeCrimeHarmIndex.Principal.Rows, r => Assert.StartsWith("Cambridge Crime Harm Index 2020, edition of 6 October 2020: published value", r.Source, StringComparison.Ordinal));
}
