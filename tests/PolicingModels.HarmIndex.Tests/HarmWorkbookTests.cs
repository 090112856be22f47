using PolicingModels.HarmIndex;

namespace PolicingModels.HarmIndexTests;

public class HarmWorkbookTests
{
    private static readonly object?[] Headings2020 = ["ATHENA URN", "FULL_OFFENCE_TITLE", "SHORT_TITLE", "CCHI Score", "GROUP", "CLASSIFICATION_CODE", "HOME_OFFICE_CLASSIFICATION", "CJS Codes", null];

    private static LoadedHarmSchedule Load(params (string Name, object?[][] Rows)[] sheets)
    {
        LoadedHarmSchedule? loaded = null;
        TestWorkbook.WithPath(".xlsx", path =>
        {
            TestWorkbook.Write(path, sheets);
            loaded = HarmWorkbook.Load(path, HarmWorkbookOptions.Cambridge("2020", new DateOnly(2020, 10, 6)));
        });
        return loaded!;
    }

    [Fact]
    public void Columns_are_found_by_heading_wherever_they_stand()
    {
        object?[][] rows =
        [
            ["Cover text of some length"],
            Headings2020,
            ["8N.8.6.0", "Assault occasioning actual bodily harm", "ABH", 10, "VIOLENCE", "8N", "008/06", "OF61102", "OF61131"],
            ["8S.8.6.1", "Assault occasioning actual bodily harm, constable", null, 182.5, "VIOLENCE", "8S", "008/06", null, null],
        ];
        object?[][] shuffled = [.. rows.Skip(1).Select(r => (object?[])[r[3], r[6], r[0], r[1], r[5], r[4], r[7], r[8]])];
        foreach (LoadedHarmSchedule loaded in new[] { Load(("Cover page", [["Queries"]]), ("CCHI values sheet", rows)), Load(("Sheet1", shuffled)) })
        {
            Assert.Equal((2L, 2L), (loaded.Quality.Read, loaded.Quality.Used));
            Assert.Empty(loaded.Issues);
            Assert.True(loaded.Schedule.Info.IsComplete);
            HarmLookup lookup = new(loaded.Schedule);
            Assert.Equal([10, 182.5, 10, 182.5, 10], new[] { "8N", "8S", "8N.8.6.0", "8S.8.6.1", "OF61131" }.Select(lookup.Score));
            Assert.Equal(MatchQuality.Ambiguous, lookup.Find("8/6").Quality);
            HarmCodeConflict conflict = Assert.Single(loaded.Conflicts);
            Assert.Equal(("008/06", 10d, 182.5), (conflict.Code.Text, conflict.LowDays, conflict.HighDays));
        }
    }

    [Fact]
    public void Odd_cells_are_listed_and_never_repaired()
    {
        LoadedHarmSchedule loaded = Load(("Values",
        [
            Headings2020,
            ["2.2.0.0", "Attempted murder", null, 3285, "https://example.org/x", "2", "00200", null, null],
            ["8N.8.6.0", "ABH", null, 10, "VIOLENCE", "8N", new DateTime(2020, 6, 8), null, null],
            [null, "Dated code only", null, 5, "VIOLENCE", null, new DateTime(2022, 1, 1), null, null],
            ["45.45.0.0", "No score", null, "n/a", "THEFT", "45", "045/00", null, null],
            ["46.46.0.0", "Dated score", null, new DateTime(2020, 1, 2), "THEFT", "46", "046/00", null, null],
            ["47.47.0.0", "Negative", null, -1, "THEFT", "47", "047/00", null, null],
            [null, "Shortened tree code", null, 730, "HOMICIDE", 4.1, "004/01", null, null],
        ]));
        Assert.Equal((7L, 3L), (loaded.Quality.Read, loaded.Quality.Used));
        Assert.Equal(new long[] { 4, 5, 6, 7 }, loaded.Quality.Refused.Select(r => r.Line));
        Assert.Equal(
            [(2L, "GROUP", "https://example.org/x"), (2L, "HOME_OFFICE_CLASSIFICATION", "00200"), (3L, "HOME_OFFICE_CLASSIFICATION", "2020-06-08"), (4L, "HOME_OFFICE_CLASSIFICATION", "2022-01-01"), (8L, "CLASSIFICATION_CODE", "4.1")],
            loaded.Issues.Select(i => (i.Line, i.Column, i.Value)).Order());
        Assert.Equal("https://example.org/x", loaded.Schedule.Rows[0].Group);
        // With codes lost, what looks unique may not be.
        Assert.False(loaded.Schedule.Info.IsComplete);
        Assert.Equal(MatchQuality.Unmatched, new HarmLookup(loaded.Schedule).Find("8/6").Quality);
    }

    [Fact]
    public void Expired_rows_and_sheets_are_marked_and_other_sheets_named()
    {
        LoadedHarmSchedule loaded = Load(
            ("CCHI 2026 values sheet", [Headings2020, ["8N.8.6.0", "ABH", null, 10, "V", "8N", "008/06", null, null], ["8N.8.1.0", "EXPIRED - Wounding", null, 19, "V", "8N", "008/01", null, null], ["8N.8.2.0", "Other", null, 10, "V", "8N", "008/02", null, null]]),
            ("Expired offences 17", [Headings2020, ["8N.8.9.0", "Old offence", null, 84, "V", "8N", "008/09", null, null]]),
            ("Offences need clarity 3", [Headings2020, ["8N.8.8.0", "Unclear", null, 3, "V", "8N", "008/08", null, null]]));
        Assert.Equal([false, true, false, true], loaded.Schedule.Rows.Select(r => r.Expired));
        Assert.Contains("Offences need clarity 3", Assert.Single(loaded.Quality.Notes, n => n.Code == "sheet-not-read").Message, StringComparison.Ordinal);
        // Expired rows make no current code ambiguous.
        Assert.Empty(loaded.Conflicts);
        Assert.Equal(10, new HarmLookup(loaded.Schedule).Score("8N"));
        Assert.Equal(84, new HarmLookup(loaded.Schedule).Score("008/09"));
    }

    [Fact]
    public void A_workbook_without_the_score_column_is_refused_naming_what_was_found()
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => Load(("Values", [["ATHENA URN", "Points", "HOME_OFFICE_CLASSIFICATION"], ["8N.8.6.0", 10, "008/06"]])));
        Assert.Contains("CCHI Score", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sheet “Values”: ATHENA URN, Points, HOME_OFFICE_CLASSIFICATION", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_tables_are_refused()
    {
        Assert.Throws<InputRefusedException>(() => HarmWorkbook.Load("there-is-none.xlsx", HarmWorkbookOptions.Cambridge("2020")));
        TestWorkbook.WithPath(".xlsx", path =>
        {
            File.WriteAllText(path, "not a workbook");
            Assert.Throws<InputRefusedException>(() => HarmWorkbook.Load(path, HarmWorkbookOptions.Cambridge("2020")));
        });
        TestWorkbook.WithPath(".csv", path =>
        {
            File.WriteAllText(path, "\"open");
            Assert.Contains("not closed", Assert.Throws<InputRefusedException>(() => HarmWorkbook.Load(path, HarmWorkbookOptions.Cambridge("2020"))).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_csv_export_reads_as_the_workbook_does()
    {
        TestWorkbook.WithPath(".csv", path =>
        {
            File.WriteAllText(path, "CCHI Score,HOME_OFFICE_CLASSIFICATION,FULL_OFFENCE_TITLE\r\n547.5,008/01,\"Wounding, \"\"serious\"\"\nform\"\r\n\r\n\"1,825\",019/08,Rape\r\n5,06-Aug,Damaged\r\n");
            LoadedHarmSchedule loaded = HarmWorkbook.Load(path, HarmWorkbookOptions.Cambridge("2020"));
            Assert.Equal([547.5, 1825], loaded.Schedule.Rows.Select(r => r.ScoreDays));
            Assert.Equal("Wounding, \"serious\"\nform", loaded.Schedule.Rows[0].Title);
            Assert.Equal(6, Assert.Single(loaded.Quality.Refused).Line);
            Assert.Equal("06-Aug", Assert.Single(loaded.Issues).Value);
        });
    }

    [Fact]
    public void The_list_of_severity_weights_expands_compressed_codes()
    {
        TestWorkbook.WithPath(".xlsx", path =>
        {
            TestWorkbook.Write(path, ("List of weights", [["Offence Code", "Offence", "Weight"], ["1, 4.1/2/10", "Homicide", 7978.79], [39, "Theft from the person", 80.5]]));
            HarmLookup lookup = new(HarmWorkbook.Load(path, HarmWorkbookOptions.OnsSeverity("2016")).Schedule);
            Assert.Equal([7978.79, 7978.79, 7978.79, 7978.79, 80.5], new[] { "1", "4.1", "4.2", "4.10", "39" }.Select(lookup.Score));
        });
    }

    [Fact]
    public void The_built_in_severity_weights_read_the_same_from_a_file()
    {
        TestWorkbook.WithPath(".csv", path =>
        {
            File.WriteAllLines(path, ["code,weight_days,offence,group", .. OnsCrimeSeverityScore.December2020.Rows.Select(r => FormattableString.Invariant($"\"{string.Join(", ", r.Codes)}\",{r.ScoreDays:R},\"{r.Title}\",{r.Group}"))]);
            HarmSchedule loaded = HarmWorkbook.Load(path, HarmWorkbookOptions.OnsSeverity("December 2020")).Schedule;
            Assert.Equal(OnsCrimeSeverityScore.December2020.Fingerprint, loaded.Fingerprint);
        });
    }
}
