using CsCheck;
using DuckDB.NET.Data;
using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels.DataTests;

public sealed class OffenceFilesTests : IDisposable
{
    private const string Full = "offence_id,person,role,offence_code,occurred,recorded,victim,area,detection,status,outcome,incident,attempt,multiplier,team\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_column_of_the_layout_is_read_and_further_ones_are_kept()
    {
        OffenceTable table = Read(Full
            + "o1,p1,suspect,008/06,2026-01-05 23:59,2026-01-06,v1,a1,reported,crime,charged,i1,no,,north\n"
            + "o1,p2,Charged,008/06,2026-01-05,2026-01-06,v1,a1,Proactive,non-crime,no further action,i1,yes,1.5,\n"
            + ",,,,2026-02,2026-02,,,,,,,,,south\n");
        HarmOffences o = table.Offences;
        Assert.Equal(["008/06", "008/06", null], Texts(o.Code));
        Assert.Equal(["p1", "p2", null], Texts(o.Person!));
        Assert.Equal(["v1", "v1", null], Texts(o.Victim!));
        Assert.Equal(["a1", "a1", null], Texts(o.Area!));
        Assert.Equal([OffenceRole.Suspect, OffenceRole.Charged, OffenceRole.Unknown], o.Role.ToArray());
        Assert.Equal([OffenceDetection.Reported, OffenceDetection.Proactive, OffenceDetection.Unknown], o.Detection.ToArray());
        Assert.Equal([OffenceStatus.Crime, OffenceStatus.NonCrime, OffenceStatus.Crime], o.Status.ToArray());
        Assert.Equal([true, false, false], o.Detected.ToArray());
        Assert.Equal([false, true, false], o.Attempt.ToArray());
        Assert.Equal([1, 1.5, 1], o.Multiplier.ToArray());
        Assert.Equal([0, 0, 1], o.Offence.ToArray());
        Assert.Equal([0, 0, 1], o.Incident.ToArray());
        Assert.Equal(Days("2026-01-05", "2026-01-05", "2026-02-28"), o.OccurredDay.ToArray());
        Assert.Equal(Days("2026-01-06", "2026-01-06", "2026-02-28"), o.RecordedDay.ToArray());
        Assert.Equal(["o1", "o1", null], Texts(table.OffenceIds!));
        Assert.Equal(["charged", "no further action", null], Texts(table.Outcomes!));
        Assert.Equal(["north", null, "south"], Texts(table.ExtraColumn("TEAM")!));
        Assert.Equal((3, 3), (table.Quality.Read, table.Quality.Used));
        Assert.Equal(["month-only"], table.Quality.Notes.Select(n => n.Code));
    }

    [Fact]
    public void Only_code_and_day_are_always_needed()
    {
        OffenceTable table = Read("offence_code,occurred\n8N,2026-01-05\n");
        Assert.Equal(1, table.Offences.Count);
        Assert.Null(table.Offences.Person);
        Assert.True(table.Offences.Offence.IsEmpty && table.Offences.RecordedDay.IsEmpty && table.Offences.Role.IsEmpty && table.Offences.Detected.IsEmpty);
        Assert.Equal("no-offence-id", Assert.Single(table.Quality.Notes).Code);
    }

    [Theory]
    [InlineData("o2,p,suspect,8N,,2026-01-06,v,a,reported,crime,charged,i,no,1,t", "occurred", "", "the date is missing")]
    [InlineData("o2,p,suspect,8N,8N,2026-01-06,v,a,reported,crime,charged,i,no,1,t", "occurred", "8N", "not a date; write YYYY-MM-DD, YYYY-MM-DD HH:MM or YYYY-MM")]
    [InlineData("o2,p,suspect,8N,06/01/2026,2026-01-06,v,a,reported,crime,charged,i,no,1,t", "occurred", "06/01/2026", "the order of day and month is ambiguous; declare it (DateFormat; --date-format day-month-year or month-day-year on the command line), or write YYYY-MM-DD")]
    [InlineData("o2,p,suspect,8N,2026-11-24,2026-01-06,v,a,reported,crime,charged,i,no,1,t", "occurred", "2026-11-24", "the date is after 2026-11-23, the last day that can be known")]
    [InlineData("o2,p,suspect,8N,2026-01-05,,v,a,reported,crime,charged,i,no,1,t", "recorded", "", "the recorded date is missing; map recorded to nothing (recorded=) to do without it")]
    [InlineData("o2,p,offender,8N,2026-01-05,2026-01-06,v,a,reported,crime,charged,i,no,1,t", "role", "offender", "the word is not known here; write suspect, charged, convicted, victim, unknown, or nothing where it is not known")]
    [InlineData("o2,p,suspect,8N,2026-01-05,2026-01-06,v,a,camera,crime,charged,i,no,1,t", "detection", "camera", "the word is not known here; write reported, proactive, company, unknown, or nothing where it is not known")]
    [InlineData("o2,p,suspect,8N,2026-01-05,2026-01-06,v,a,reported,closed,charged,i,no,1,t", "status", "closed", "the word is not known here; write crime, non_crime, cancelled, or nothing where it is not known")]
    [InlineData("o2,p,suspect,8N,2026-01-05,2026-01-06,v,a,reported,crime,charged,i,perhaps,1,t", "attempt", "perhaps", "the word is not known here; write yes, no, or nothing where it is not known")]
    [InlineData("o2,p,suspect,8N,2026-01-05,2026-01-06,v,a,reported,crime,charged,i,no,-1,t", "multiplier", "-1", "a multiplier is a finite number that is not negative; write digits with a decimal point, or nothing for 1")]
    [InlineData("o2,p,suspect,8N,2026-01-05,2026-01-06,v,a,reported,crime,charged,i,no,NaN,t", "multiplier", "NaN", "a multiplier is a finite number that is not negative; write digits with a decimal point, or nothing for 1")]
    [InlineData("o2,p,suspect,8N,2026-01-05", "", "o2,p,suspect,8N,2026-01-05", "the row has 5 fields where the header has 15")]
    public void A_bad_row_is_refused_with_its_place_and_reason(string row, string column, string value, string reason)
    {
        string good = "o1,p,suspect,8N,2026-01-05,2026-01-06,v,a,reported,crime,charged,i,no,1,t\n";
        string path = _folder.Write("a.csv", Full + good + row + "\n" + good);
        OffenceTable table = OffenceFiles.Read(path, new OffenceReadOptions { NoLaterThan = new(2026, 11, 23) });
        Assert.Equal(new RefusedRow(path, 3, column, value, reason), Assert.Single(table.Quality.Refused));
        Assert.Equal((3, 2, 2), (table.Quality.Read, table.Quality.Used, table.Offences.Count));
    }

    [Theory]
    [InlineData("person,occurred\np,2026-01-05\n", "has no column for the offence code; its headers are “person”, “occurred”; name the right one in the column map, or with one of the well-known headers offence_code, code, offence.")]
    [InlineData("person,offence_code\np,8N\n", "has no column for the day of the offence;")]
    [InlineData("offence_code,occurred\n", "has a header and no rows; a table needs at least one row.")]
    [InlineData("offence_code,occurred\n2026-01-05,8N\n2026-01-06,9A\n", "All 2 rows of")]
    [InlineData("occurred,offence_code,code,code\n", "has a header and no rows")]
    [InlineData("occurred,offence_code,person,person\n", "has two columns named “person”; rename one of them.")]
    public void An_unusable_file_is_refused_with_the_mend(string text, string expected)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => Read(text));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_a_spreadsheet_made_a_date_is_kept_and_named()
    {
        OffenceTable table = Read("offence_id,offence_code,occurred\n1,8-Jun,2026-01-05\n2,2026-06-08,2026-01-05\n3,44562,2026-01-05\n4,8/6,2026-01-05\n5,00806,2026-01-05\n6,8-Jun,2026-01-05\n");
        Assert.Equal(6, table.Offences.Count);
        DataQualityNote note = Assert.Single(table.Quality.Notes);
        Assert.Equal("codes-as-dates", note.Code);
        Assert.Equal("4 rows have a date where their offence code was: a spreadsheet has turned codes such as 8/6 into “8-Jun”, “2026-06-08”, “44562”. They carry no score; export the column as text.", note.Message);
    }

    [Fact]
    public void Maps_filters_formats_and_kept_columns_are_obeyed()
    {
        string path = _folder.Write("a.tsv", "Nr\tOffence\tDay\tWard\tUnit\tNote\n1\t8N\t05/01/2026\tw1\tA\tx\n2\t9A\t06/01/2026\tw2\tB\ty\n3\t9A\t07/01/2026\tw2\ta\tz\n");
        OffenceTable table = OffenceFiles.Read(path, new OffenceReadOptions
        {
            Map = ColumnMap.Parse("occurred=Day,offence_id=Nr", ColumnMap.OffenceRoles),
            Where = [new RowFilter("unit", "A"), new RowFilter("area", "w1"), new RowFilter("area", "w2")],
            DateFormat = DateFormat.DayMonthYear,
            KeepColumns = ["Note"],
        });
        Assert.Equal(["1", "3"], Texts(table.OffenceIds!));
        Assert.Equal(["w1", "w2"], Texts(table.Offences.Area!));
        Assert.Equal(["Note"], table.Extra.Select(e => e.Name));
        Assert.Equal(("filtered", 2L), (Assert.Single(table.Quality.Notes).Code, table.Quality.Read));
    }

    [Fact]
    public void A_map_names_roles_of_offences_only()
    {
        ArgumentException parsed = Assert.Throws<ArgumentException>(() => ColumnMap.Parse("x=Easting", ColumnMap.OffenceRoles));
        Assert.StartsWith("The column map names the role “x”; roles are offence_id, person,", parsed.Message, StringComparison.Ordinal);
        ArgumentException read = Assert.Throws<ArgumentException>(() => OffenceFiles.Read("a.csv", new OffenceReadOptions { Map = ColumnMap.Parse("x=Easting") }));
        Assert.StartsWith("The column map names the role “x”, which offences do not have;", read.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ColumnMap.Parse("victim=v"));
    }

    [Fact]
    public void Outcomes_that_count_as_detected_can_be_named()
    {
        const string text = "offence_id,offence_code,occurred,outcome\n1,8N,2026-01-05,Outcome 1\n2,8N,2026-01-05,outcome 18\n3,8N,2026-01-05,Suspect charged\n";
        OffenceTable byDefault = Read(text);
        Assert.Equal([false, false, true], byDefault.Offences.Detected.ToArray());
        Assert.Equal("These outcomes are no well-known words and count as not detected: “Outcome 1”, “outcome 18”; name the outcomes that count as detected.", Assert.Single(byDefault.Quality.Notes).Message);
        OffenceTable named = Read(text, new OffenceReadOptions { DetectedOutcomes = ["outcome 1"] });
        Assert.Equal([true, false, false], named.Offences.Detected.ToArray());
        Assert.Empty(named.Quality.Notes);
    }

    [Fact]
    public void Parquet_gzip_and_text_give_the_same_table()
    {
        const string text = "offence_id,person,role,offence_code,occurred,multiplier\n1,p1,suspect,8N,2026-01-05,1.5\n1,p2,,8/6,2026-01-05,\n2,,charged,,2026-01-06,2\n";
        string csv = _folder.Write("a.csv", text), gzip = _folder.WriteGzip("b.csv.gz", text), parquet = _folder.Path("c.parquet");
        using (DuckDBConnection engine = new("Data Source=:memory:"))
        {
            engine.Open();
            using DuckDBCommand copy = engine.CreateCommand();
            copy.CommandText = $"COPY (SELECT * FROM read_csv('{csv}', nullstr = '')) TO '{parquet}' (FORMAT parquet)";
            copy.ExecuteNonQuery();
        }

        string expected = Describe(OffenceFiles.Read(csv));
        Assert.Equal(expected, Describe(OffenceFiles.Read(gzip)));
        Assert.Equal(expected, Describe(OffenceFiles.Read(parquet)));
    }

    [Fact]
    public void Files_of_a_folder_are_one_table_whatever_columns_each_has()
    {
        _folder.Write("a.csv", "offence_id,offence_code,occurred,role\n1,8N,2026-01-05,suspect\n");
        _folder.Write("b.csv", "offence_id,offence_code,occurred,person,team\n1,8N,2026-01-05,p,x\n2,9A,2026-01-06,q,y\n");
        OffenceTable table = OffenceFiles.Read(_folder.Root);
        Assert.Equal([0, 0, 1], table.Offences.Offence.ToArray());
        Assert.Equal([null, "p", "q"], Texts(table.Offences.Person!));
        Assert.Equal([OffenceRole.Suspect, OffenceRole.Unknown, OffenceRole.Unknown], table.Offences.Role.ToArray());
        Assert.Equal([null, "x", "y"], Texts(table.ExtraColumn("team")!));
        _folder.Write("c.csv", "offence_id,offence_code,occurred,recorded\n3,8N,2026-01-05,2026-01-05\n");
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => OffenceFiles.Read(_folder.Root));
        Assert.Contains("says when an offence was recorded and", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_before_the_offence_is_told()
    {
        OffenceTable table = Read("offence_id,offence_code,occurred,recorded\n1,8N,2026-01-05,2026-01-04\n");
        Assert.Equal("1 rows were recorded before they occurred; one of the days is wrong.", Assert.Single(table.Quality.Notes).Message);
    }

    [Fact]
    public void Used_and_refused_make_up_read_whatever_the_rows_hold()
    {
        string[] fields = ["", "8N", "2026-01-05", "suspect", "\"", "\"a,b\"", "NA", "é", "9/9/9", "x y"];
        Gen<string> field = Gen.Int[0, fields.Length - 1].Select(i => fields[i]);
        Gen.Select(field, field, field, field, field).Array[1, 20].Sample(rows =>
        {
            string path = _folder.Write("f.csv", "offence_id,person,role,offence_code,occurred\n1,p,suspect,8N,2026-01-05\n" + string.Concat(rows.Select(r => $"{r.Item1},{r.Item2},{r.Item3},{r.Item4},{r.Item5}\n")));
            OffenceTable table = OffenceFiles.Read(path);
            Assert.Equal(table.Quality.Read, table.Quality.Used + table.Quality.Refused.Count);
            Assert.Equal(table.Quality.Used, table.Offences.Count);
        }, iter: 200, threads: 1);
    }

    private OffenceTable Read(string text, OffenceReadOptions? options = null) => OffenceFiles.Read(_folder.Write("a.csv", text), options);

    private static string?[] Texts(CategoryColumn column) => [.. Enumerable.Range(0, column.Count).Select(i => column[i])];

    private static int[] Days(params string[] days) => [.. days.Select(d => DateOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture).DayNumber)];

    private static string Describe(OffenceTable table) => string.Join('|',
        string.Join(',', Texts(table.Offences.Code)),
        string.Join(',', Texts(table.Offences.Person!)),
        string.Join(',', table.Offences.OccurredDay.ToArray()),
        string.Join(',', table.Offences.Offence.ToArray()),
        string.Join(',', table.Offences.Role.ToArray()),
        string.Join(',', table.Offences.Multiplier.ToArray()));
}
