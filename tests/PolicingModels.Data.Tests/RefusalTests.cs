using CsCheck;
using PolicingModels.Data;

namespace PolicingModels.DataTests;

public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,530000,2026-01-05", "easting", "x", "the coordinate is not a number; write digits with a decimal point")]
    [InlineData("51,4,530000,2026-01-05", "", "51,4,530000,2026-01-05", "the row has 4 fields where the header has 3")]
    [InlineData(",180000,2026-01-05", "easting", "", "the coordinate is missing")]
    [InlineData("530000,NA,2026-01-05", "northing", "NA", "the coordinate is missing")]
    [InlineData("NaN,180000,2026-01-05", "easting", "NaN", "the coordinate is not finite")]
    [InlineData("530000,Infinity,2026-01-05", "northing", "Infinity", "the coordinate is not finite")]
    [InlineData("530000,1e999,2026-01-05", "northing", "1e999", "the coordinate is not finite")]
    [InlineData("0,0,2026-01-05", "easting", "0", "both coordinates are 0, which stands for an unknown place")]
    [InlineData("-5,180000,2026-01-05", "easting", "-5", "the point lies outside the British National Grid (easting 0 to 700000, northing 0 to 1300000 metres)")]
    [InlineData("530000,1300000,2026-01-05", "northing", "1300000", "the point lies outside the British National Grid (easting 0 to 700000, northing 0 to 1300000 metres)")]
    [InlineData("530000,180000,", "date", "", "the date is missing")]
    [InlineData("530000,180000,yesterday", "date", "yesterday", "not a date; write YYYY-MM-DD, YYYY-MM-DD HH:MM or YYYY-MM")]
    [InlineData("530000,180000,05/01/2026", "date", "05/01/2026", "the order of day and month is ambiguous; declare it (DateFormat; --date-format day-month-year or month-day-year on the command line), or write YYYY-MM-DD")]
    [InlineData("530000,180000,2026-02-29", "date", "2026-02-29", "there is no such day in the calendar")]
    [InlineData("530000,180000,1026-02-28", "date", "1026-02-28", "the year is before 1900 or after 9998")]
    [InlineData("530000,180000,2026-01-05 25:00", "date", "2026-01-05 25:00", "not a date; write YYYY-MM-DD, YYYY-MM-DD HH:MM or YYYY-MM")]
    [InlineData("530000,180000,2026-11-24", "date", "2026-11-24", "the date is after 2026-11-23, the last day that can be known")]
    public void A_bad_row_is_refused_with_its_place_and_reason(string row, string column, string value, string reason)
    {
        string path = _folder.Write("a.csv", $"easting,northing,date\n530000,180000,2026-01-05\n{row}\n530000,180000,2026-11-23\n");
        DataQualityReport quality = EventFiles.Read(path, new EventReadOptions { NoLaterThan = new(2026, 11, 23) }).Quality;
        Assert.Equal(new RefusedRow(path, 3, column, value, reason), Assert.Single(quality.Refused));
        Assert.Equal((3, 2), (quality.Read, quality.Used));
    }

    [Theory]
    [InlineData("2026-01-05 10:00,2026-01-05 09:59", true)]
    [InlineData("2026-01-05 10:00,2026-01-05 10:00", false)]
    [InlineData("2026-01-05,2026-01-04", true)]
    [InlineData("2026-01-05 10:00,2026-01-05", false)]
    [InlineData("2026-01-05,2026-01-05", false)]
    [InlineData("2026-01-05,2026-01", false)]
    [InlineData("2026-02-01,2026-01", true)]
    [InlineData("2026-01-05 10:00,tomorrow", true)]
    [InlineData("2026-01-05 10:00,2026-11-24", true)]
    [InlineData("2026-01-05 10:00,", false)]
    public void Windows_end_at_or_after_their_start(string window, bool refused)
    {
        string path = _folder.Write("a.csv", $"x,y,from,to\n530000,180000,2026-01-05 00:00,2026-01-06 00:00\n530000,180000,{window}\n");
        DataQualityReport quality = EventFiles.Read(path, new EventReadOptions { NoLaterThan = new(2026, 11, 23) }).Quality;
        Assert.Equal(refused ? ["to"] : [], quality.Refused.Select(r => r.Column));
    }

    [Fact]
    public void The_first_of_duplicate_ids_is_kept_and_a_missing_id_is_none()
    {
        EventTable table = EventFiles.Read(_folder.Write("a.csv", "id,x,y,date\na,1,2,2026-01-05\na,bad,2,2026-01-05\na,530000,180000,2026-01-05\na,530001,180000,2026-01-05\n,530002,180000,2026-01-05\n,530003,180000,2026-01-05\n"));
        Assert.Equal([1, 530002, 530003], table.Events.Easting.ToArray());
        Assert.Equal([(3, "x"), (4, "id"), (5, "id")], table.Quality.Refused.Select(r => (r.Line, r.Column)));
    }

    [Theory]
    [InlineData("lat,lon,date\n51.4,-0.37,2026-01-05\n95,-0.37,2026-01-05\n51.4,181,2026-01-05\n0,0,2026-01-05\n-0.37,51.4,2026-01-05\n51.41,-0.38,2026-01-05\n40.7,-74,2026-01-05\n", "3:lat;4:lon;5:lon;6:lat;8:lon")]
    public void Geographic_rows_out_of_range_swapped_or_far_away_are_refused(string text, string expected)
    {
        EventTable table = EventFiles.Read(_folder.Write("a.csv", text));
        Assert.Equal(expected, string.Join(";", table.Quality.Refused.Select(r => $"{r.Line}:{r.Column}")));
        Assert.Equal("EPSG:27700", table.Events.Coordinates.Code);
    }

    [Theory]
    [InlineData("lat,lon,date\n-0.37,51.4,2026-01-05\n-0.38,51.5,2026-01-05\n")]
    [InlineData("lat,lon,date\n-87.6,41.8,2026-01-05\n-87.7,41.7,2026-01-05\n")]
    [InlineData("lat,lon,date\n-73.9,40.7,2026-01-05\n-73.8,40.8,2026-01-05\n")]
    [InlineData("lat,lon,date\n-122.6,45.5,2026-01-05\n-122.7,45.6,2026-01-05\n")]
    public void Swapped_latitude_and_longitude_are_refused_in_one_sentence(string text)
    {
        string path = _folder.Write("a.csv", text);
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => EventFiles.Read(path));
        Assert.StartsWith($"Longitude and latitude of {path} look swapped (“lon” is read as longitude, “lat” as latitude): ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("exchange them in the file, or map x to the longitude and y to the latitude.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.csv", "", "is empty; a table needs a header and at least one row.")]
    [InlineData("header.csv", "id,x,y,date\n", "has a header and no rows; a table needs at least one row.")]
    [InlineData("nodate.csv", "id,x,y,when\n1,2,3,4\n", "has no column for the date; its headers are “id”, “x”, “y”, “when”; name the right one in the column map, or with one of the well-known headers date, occurred, month, from and to, date_start and date_end.")]
    [InlineData("noplace.csv", "id,date\n1,2\n", "has no column for the coordinates; its headers are “id”, “date”; name the right one in the column map, or with one of the well-known headers easting and northing, longitude and latitude, x and y.")]
    [InlineData("twice.csv", "id,x,x,y,date\n1,2,3,4,5\n", "has two columns named “x”; rename one of them.")]
    [InlineData("zeros.csv", "id,x,y,date\n\0\0\0\0", "is not text: byte 13 is zero; give a CSV, TSV or Parquet file.")]
    [InlineData("parquet.csv", "PAR1....", "is a Parquet file under another name; let its name end in .parquet.")]
    [InlineData("book.csv", "PK\u0003\u0004....", "is a zip archive or a spreadsheet workbook, not text; unpack it, or save the sheet as CSV.")]
    [InlineData("short.parquet", "PAR1", "cannot be read: ")]
    [InlineData("slashes.csv", "x,y,date\n530000,180000,05/01/2026\n530000,180000,06/01/2026\n,180000,06/01/2026\n", "are refused, 2 of them because the order of day and month is ambiguous")]
    public void An_input_that_cannot_be_used_is_refused_in_one_sentence(string name, string text, string expected)
    {
        string path = _folder.Write(name, text);
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => EventFiles.Read(path));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_files_folders_and_patterns_are_refused()
    {
        Assert.Contains("There is no file", Assert.Throws<InputRefusedException>(() => EventFiles.Read(_folder.Path("no.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("No file matches", Assert.Throws<InputRefusedException>(() => EventFiles.Read(_folder.Path("*.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("holds no CSV", Assert.Throws<InputRefusedException>(() => EventFiles.Read(_folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_cut_short_is_refused()
    {
        string whole = _folder.WriteGzip("a.csv.gz", "x,y,date\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{530000 + i},{180000 + (i * 7 % 1000)},2026-01-05\n")));
        byte[] bytes = File.ReadAllBytes(whole);
        string cut = _folder.Write("b.csv.gz", bytes[..(bytes.Length / 2)]);
        Assert.Contains("is damaged", Assert.Throws<InputRefusedException>(() => EventFiles.Read(cut)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Undeclared_values_that_are_no_grid_references_ask_for_the_coordinate_system()
    {
        string path = _folder.Write("a.csv", "x,y,date\n7646893,698007,2026-01-05\n");
        Assert.Contains("declare their coordinate system", Assert.Throws<InputRefusedException>(() => EventFiles.Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal(7646893 * 0.3048, EventFiles.Read(path, new EventReadOptions { CoordinateSystem = "feet" }).Events.Easting[0]);
        Assert.Equal(7646893, EventFiles.Read(path, new EventReadOptions { CoordinateSystem = "metres" }).Events.Easting[0]);
        Assert.Throws<ArgumentException>(() => EventFiles.Open(path, new EventReadOptions { CoordinateSystem = "EPSG:9999" }));
    }

    [Fact]
    public void Cancellation_stops_the_reading()
    {
        string path = _folder.Write("a.csv", "x,y,date\n" + string.Concat(Enumerable.Repeat("530000,180000,2026-01-05\n", 200_000)));
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => EventFiles.Open(path).Read(new Stopper(stop), stop.Token));
    }

    /// <summary>Whatever the rows hold, each physical line is a row that is used or refused, and refusals name lines in order.</summary>
    [Fact]
    public void Used_and_refused_make_up_read_for_any_rows()
    {
        Gen<string> field = Gen.OneOf(
            Gen.Const("530000"), Gen.Const("180000"), Gen.Const("2026-01-05"), Gen.Const("2026-01"), Gen.Const(""), Gen.Const("a"), Gen.Const("\""), Gen.Const("\"q\""),
            Gen.Const("\"a,b\""), Gen.Const("NaN"), Gen.Const("-1"), Gen.Const("é"), Gen.Const("a\"b"), Gen.String[Gen.Char[' ', '~'], 0, 6]);
        Gen<string> good = Gen.Select(Gen.Int[0, 40], Gen.Int[100_000, 600_000], (id, e) => FormattableString.Invariant($"{id},{e},180000,2026-01-05,Theft"));
        Gen<string> row = Gen.OneOf(good, good, field.Array[1, 7].Select(f => string.Join(",", f)));
        row.Array[1, 60].Sample(rows =>
        {
            string[] lines = [.. rows.Where(r => r.Length > 0)];
            string path = _folder.Write("fuzz.csv", "id,easting,northing,date,type\n" + string.Join("\n", lines) + "\n");
            (long read, IReadOnlyList<RefusedRow> refused, int used) = Read(path);
            Assert.Equal(read, used + refused.Count);
            Assert.True(read <= lines.Length);
            Assert.True(refused.Zip(refused.Skip(1)).All(p => p.First.Line < p.Second.Line));
            Assert.All(refused, r => Assert.InRange(r.Line, 2, lines.Length + 1));

            // No quote, no swallowing: then every line is a row of its own.
            if (!lines.Any(l => l.Contains('"', StringComparison.Ordinal)))
            {
                Assert.Equal(lines.Length, read);
            }

            // A good row before any quote is never lost.
            int clean = lines.TakeWhile(l => !l.Contains('"', StringComparison.Ordinal)).Count();
            HashSet<string> seen = [];
            for (int i = 0; i < clean; i++)
            {
                if (lines[i].EndsWith(",180000,2026-01-05,Theft", StringComparison.Ordinal) && seen.Add(lines[i].Split(',')[0]) && !lines.Take(i).Any(l => l.StartsWith(lines[i].Split(',')[0] + ",", StringComparison.Ordinal)))
                {
                    Assert.DoesNotContain(refused, r => r.Line == i + 2);
                }
            }
        }, iter: 400, threads: 1);
    }

    /// <summary>Rows of the right width with a field or two spoilt: they reach every check of a value, and no sound row is refused with them.</summary>
    [Fact]
    public void Used_and_refused_make_up_read_for_spoilt_fields()
    {
        Gen<string> spoilt = Gen.OneOf(
            Gen.Const(""), Gen.Const("NA"), Gen.Const("NaN"), Gen.Const("Infinity"), Gen.Const("1e999"), Gen.Const("-1"), Gen.Const("0"), Gen.Const("x"), Gen.Const("2026-02-29"), Gen.Const("2026-13-01"),
            Gen.Const("05/01/2026"), Gen.Const("2026-01-05 25:00"), Gen.Const("1026-01-05"), Gen.Const("2026-01"), Gen.Const("9999-12-31"), Gen.Const("2026-01-04 23:59"), Gen.Const("é"), Gen.String[Gen.Char['!', '~'].Where(c => c is not (',' or '"')), 0, 6]);
        Gen<(int Field, string Value)[]> spoils = Gen.Frequency((2, Gen.Const(Array.Empty<(int, string)>())), (3, Gen.Select(Gen.Int[0, 5], spoilt).Array[1, 2]));
        spoils.Array[1, 40].Sample(rows =>
        {
            List<string> lines = ["id,easting,northing,from,to,type"];
            for (int i = 0; i < rows.Length; i++)
            {
                string[] fields = [FormattableString.Invariant($"id{i}"), FormattableString.Invariant($"{500_000 + i}"), "180000", "2026-01-05 10:00", "2026-01-05 12:00", "Theft"];
                foreach ((int field, string value) in rows[i])
                {
                    fields[field] = value;
                }

                lines.Add(string.Join(",", fields));
            }

            (long read, IReadOnlyList<RefusedRow> refused, int used) = Read(_folder.Write("spoilt.csv", string.Join("\n", lines) + "\n"));
            Assert.Equal(rows.Length, read);
            Assert.Equal(read, used + refused.Count);
            Assert.Equal(refused.Count, refused.Select(r => r.Line).Distinct().Count());
            Assert.All(refused, r => Assert.NotEmpty(rows[r.Line - 2]));
            Assert.All(refused, r => Assert.NotEmpty(r.Reason));
        }, iter: 300, threads: 1);
    }

    private static (long Read, IReadOnlyList<RefusedRow> Refused, int Used) Read(string path)
    {
        try
        {
            EventTable table = EventFiles.Read(path, new EventReadOptions { CoordinateSystem = "metres" });
            return (table.Quality.Read, table.Quality.Refused, table.Events.Count);
        }
        catch (InputRefusedException e) when (e.Quality is { } quality)
        {
            return (quality.Read, quality.Refused, 0);
        }
        catch (InputRefusedException e) when (e.Message.Contains("no rows", StringComparison.Ordinal))
        {
            return (0, [], 0);
        }
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value) => stop.Cancel();
    }
}
