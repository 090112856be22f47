using CsCheck;
using DuckDB.NET.Data;
using PolicingModels.Data;
using PolicingModels.Seasonality;

namespace PolicingModels.DataTests;

public sealed class MonthlyCountFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("area,type,month,count\nNorth,Arson,2024-01,3\nNorth,Arson,2024-02,0\n")]
    [InlineData("Borough\tCrime type\tPeriod\tOffences\nNorth\tArson\t202401\t3\nNorth\tArson\t202402\t0\n")]
    [InlineData("type;area;date;n\nArson;North;2024-01-01;3.0\nArson;North;2024-02-01 00:00;0\n")]
    [InlineData("area,type,note,202401,2024-02\nNorth,Arson,x,3,0\n")]
    public void Layouts_and_separators_give_the_same_rows(string text)
    {
        MonthlyCountTable table = Read(text);
        Assert.Equal([Row(1, 3), Row(2, 0)], table.Rows);
        Assert.Equal((2, 2), (table.Quality.Read, table.Quality.Used));
    }

    [Theory]
    [InlineData(",Arson,2024-03,5", "area", "", "the area is missing")]
    [InlineData("North,,2024-03,5", "type", "", "the type is missing")]
    [InlineData("North,Arson,,5", "month", "", "the month is missing")]
    [InlineData("North,Arson,2024-13,5", "month", "2024-13", "there is no such day in the calendar")]
    [InlineData("North,Arson,Mar 2024,5", "month", "Mar 2024", "not a month; write YYYY-MM")]
    [InlineData("North,Arson,2024-03-05,5", "month", "2024-03-05", "a day inside a month is no month; write YYYY-MM, or the first day of the month")]
    [InlineData("North,Arson,2024-01,5", "month", "2024-01", "the month of this type and area occurs in an earlier row; the first is kept")]
    [InlineData("North,Arson,2024-06,5", "month", "2024-06", "the month begins after 2024-05-20, the day on which counts were known")]
    [InlineData("North,Arson,2024-05,5", "month", "2024-05", "the month was not over on 2024-05-20, so its count is partial; leave it out")]
    [InlineData("North,Arson,2024-03,", "count", "", "the count is missing; leave the row out where it is not known, write 0 where nothing was counted")]
    [InlineData("North,Arson,2024-03,-1", "count", "-1", "a count is not negative")]
    [InlineData("North,Arson,2024-03,2.5", "count", "2.5", "a count is a whole number")]
    [InlineData("North,Arson,2024-03,NaN", "count", "NaN", "the count is not finite")]
    [InlineData("North,Arson,2024-03,1e400", "count", "1e400", "the count is not finite")]
    [InlineData("North,Arson,2024-03,five", "count", "five", "the count is not a number; write digits")]
    [InlineData("North,Arson,2024-03,20240301123", "count", "20240301123", "a count above 1,000,000,000 a month is no count of crimes; is it an id?")]
    public void A_bad_row_is_refused_by_line_with_its_reason(string bad, string column, string value, string reason)
    {
        MonthlyCountTable table = Read($"area,type,month,count\nNorth,Arson,2024-01,3\n{bad}\nNorth,Arson,2024-02,4\n", new() { AsOf = new(2024, 5, 20) });
        RefusedRow refused = Assert.Single(table.Quality.Refused);
        Assert.Equal((3L, column, value, reason), (refused.Line, refused.Column, refused.Value, refused.Reason));
        Assert.Equal([Row(1, 3), Row(2, 4)], table.Rows);
    }

    [Fact]
    public void A_ragged_row_is_refused_whole() =>
        Assert.Equal("the row has 2 fields where the header has 4", Assert.Single(Read("area,type,month,count\nNorth,Arson,2024-01,3\nNorth,Arson\n").Quality.Refused).Reason);

    [Fact]
    public void Every_cell_of_a_wide_table_is_accounted_for()
    {
        MonthlyCountTable table = Read("area,type,202401,202402,202403\nNorth,Arson,3,,-4\nSouth,Arson,,,\nNorth,Arson,9,1,\n");
        Assert.Equal([Row(1, 3), Row(2, 1)], table.Rows);
        // Two cells of the first line, the empty line as one, two cells of the third.
        Assert.Equal((5, 2), (table.Quality.Read, table.Quality.Used));
        Assert.Equal([(2L, "202403"), (3L, "202401"), (4L, "202401")], table.Quality.Refused.Select(r => (r.Line, r.Column)));
        Assert.Contains(table.Quality.Notes, n => n.Code == "wide-layout");
    }

    [Fact]
    public void Months_after_the_last_are_left_out_and_noted()
    {
        MonthlyCountTable table = Read("area,type,month,count\nNorth,Arson,2024-01,3\nNorth,Arson,2024-02,4\n", new() { LastMonth = new Month(2024, 1) });
        Assert.Equal([Row(1, 3)], table.Rows);
        Assert.Empty(table.Quality.Refused);
        Assert.Contains("1 rows lie after 2024-01", Assert.Single(table.Quality.Notes).Message, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(() => Read("area,type,month,count\nNorth,Arson,2024-01,3\n", new() { LastMonth = new Month(2023, 1) }));
    }

    [Fact]
    public void Columns_are_mapped_filtered_and_may_lack_area_and_type()
    {
        MonthlyCountTable table = Read("when,how many,force\n2024-01,3,A\n2024-01,5,B\n", new() { Map = ColumnMap.Parse("month=when,count=how many,area=", ColumnMap.CountRoles), Where = [RowFilter.Parse("force=A")] });
        Assert.Equal(new CountRow(new Month(2024, 1), "All types", "All areas", 3), Assert.Single(table.Rows));
        Assert.Throws<ArgumentException>(() => Read("area,type,month,count\n", new() { Map = ColumnMap.Parse("x=area") }));
    }

    [Fact]
    public void A_table_without_months_or_counts_is_refused_with_its_headers()
    {
        Assert.Contains("no column for the month", Assert.Throws<InputRefusedException>(() => Read("area,type,count\nNorth,Arson,2\n")).Message, StringComparison.Ordinal);
        Assert.Contains("no column for the count", Assert.Throws<InputRefusedException>(() => Read("area,type,month\nNorth,Arson,2024-01\n")).Message, StringComparison.Ordinal);
        Assert.Contains("All 1 rows", Assert.Throws<InputRefusedException>(() => Read("area,type,month,count\nNorth,Arson,2024-01,x\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parquet_and_gzip_read_as_text_does()
    {
        string text = "area,type,month,count\nNorth,Arson,2024-01,3\nNorth,Arson,2024-02,0\n";
        Assert.Equal([Row(1, 3), Row(2, 0)], MonthlyCountFiles.Read(_folder.WriteGzip("c.csv.gz", text)).Rows);
        string parquet = _folder.Path("c.parquet");
        using (DuckDBConnection connection = new("Data Source=:memory:"))
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"COPY (SELECT 'North' AS \"area\", 'Arson' AS \"type\", DATE '2024-01-01' AS \"month\", 3 AS \"count\" UNION ALL SELECT 'North', 'Arson', DATE '2024-02-01', 0) TO '{parquet}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        Assert.Equal([Row(1, 3), Row(2, 0)], MonthlyCountFiles.Read(parquet).Rows.OrderBy(r => r.Month));
    }

    [Fact]
    public void The_london_tables_are_read_whole()
    {
        MonthlyCountTable areas = MonthlyCountFiles.Read(SharedData.Data("monthly/london_bcu12_26types_monthly.csv"));
        Assert.Equal(12 * 26 * 195, areas.Rows.Count);
        MonthlyCountTable boroughs = MonthlyCountFiles.Read(SharedData.Data("monthly/london_borough_26types_monthly.csv"));
        Assert.Equal(32 * 26 * 195, boroughs.Rows.Count);
        MonthlyCountTable force = MonthlyCountFiles.Read(SharedData.Data("monthly/london_force_26types_monthly.csv"));
        Assert.All([areas, boroughs, force], t => Assert.Empty(t.Quality.Refused));
        Assert.Equal(force.Rows.Sum(r => r.Count), areas.Rows.Sum(r => r.Count));
    }

    [Fact]
    public void Used_and_refused_make_up_read_for_any_rows() =>
        Gen.Select(Gen.Int[-1, 3], Gen.Int[0, 14], Gen.OneOf(Gen.Const("1"), Gen.Const("2.5"), Gen.Const(""), Gen.Const("x"), Gen.Const("-3"), Gen.Const("NaN"))).List[1, 40].Sample(cells =>
        {
            string text = "area,type,month,count\nZ,Z,2024-01,1\n" + string.Concat(cells.Select(c => $"{(c.Item1 < 0 ? "" : $"A{c.Item1}")},T,2024-{c.Item2:D2},{c.Item3}\n"));
            MonthlyCountTable table = Read(text);
            Assert.Equal(cells.Count + 1, table.Quality.Read);
            Assert.Equal(table.Rows.Count, table.Quality.Used);
            Assert.Equal(table.Rows.Count, table.Rows.Select(r => (r.Area, r.Type, r.Month)).Distinct().Count());
        });

    private static CountRow Row(int month, double count) => new(new Month(2024, month), "Arson", "North", count);

    private MonthlyCountTable Read(string text, MonthlyCountReadOptions? options = null) => MonthlyCountFiles.Read(_folder.Write($"counts{Interlocked.Increment(ref _files)}.csv", text), options);
}
