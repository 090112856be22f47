using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

/// <summary>Facts of the full 2020 table, which is its publisher's and not part of the project: they run where <c>POLICINGMODELS_CCHI_WORKBOOK</c> names the official workbook.</summary>
public class OfficialWorkbookTests
{
    private static LoadedHarmSchedule Load()
    {
        string? path = Environment.GetEnvironmentVariable("POLICINGMODELS_CCHI_WORKBOOK");
        Assert.SkipUnless(!string.IsNullOrEmpty(path) && File.Exists(path), "Set POLICINGMODELS_CCHI_WORKBOOK to the official workbook of the 2020 Cambridge Crime Harm Index to run this test.");
        return HarmWorkbook.Load(path, HarmWorkbookOptions.Cambridge("2020", new DateOnly(2020, 10, 6)));
    }

    [Fact]
    public void The_2020_workbook_has_698_offences_from_a_tenth_of_a_day_to_fifteen_years()
    {
        LoadedHarmSchedule loaded = Load();
        Assert.Equal(698, loaded.Quality.Read);
        Assert.Equal((0.1, 5475d), (loaded.Schedule.Rows.Min(r => r.ScoreDays), loaded.Schedule.Rows.Max(r => r.ScoreDays)));
        Assert.Contains(loaded.Issues, i => i.Value == "00200");
    }

    [Fact]
    public void Sixty_of_122_tree_codes_and_11_of_517_classes_carry_more_than_one_score()
    {
        LoadedHarmSchedule loaded = Load();
        Assert.Equal((60, 122), Shared(OffenceCodeScheme.CrimeTree));
        Assert.Equal((11, 517), Shared(OffenceCodeScheme.HomeOfficeClass));

        (int, int) Shared(OffenceCodeScheme scheme)
        {
            OffenceCode[] codes = [.. loaded.Schedule.Rows.SelectMany(r => r.Codes).Where(c => c.Scheme == scheme).Distinct()];
            return (loaded.Conflicts.Count(c => c.Code.Scheme == scheme), codes.Length);
        }
    }

    [Fact]
    public void Over_the_tree_codes_of_both_it_agrees_with_the_ons_weights_at_a_spearman_of_865_thousandths()
    {
        SensitivityReport report = SensitivityReport.Of(new HarmLookup(Load().Schedule, new() { Ambiguity = AmbiguityPolicy.Median }), new HarmLookup(OnsCrimeSeverityScore.December2020));
        Assert.Equal(114, report.CommonCodes);

        // Reported to three decimals.
        Assert.Equal(0.865, report.Spearman, 0.0005);
    }

    [Fact]
    public void The_built_in_principal_offences_are_in_it()
    {
        HarmLookup full = new(Load().Schedule);
        foreach (HarmRow row in CambridgeCrimeHarmIndex.Principal.Rows)
        {
            foreach (OffenceCode code in row.Codes.Where(c => c.Scheme is OffenceCodeScheme.HomeOfficeClass or OffenceCodeScheme.Athena))
            {
                HarmMatch match = full.Find(code.Text);
                Assert.True(match.Rows.Any(r => r.ScoreDays == row.ScoreDays), $"{row.Title} ({code}) scores {row.ScoreDays}; the workbook has {string.Join(", ", match.Rows.Select(r => r.ScoreDays))}.");
            }
        }
    }
}
