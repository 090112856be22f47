using PolicingModels.Data;
using PolicingModels.Gridding;

namespace PolicingModels.DataTests;

public sealed class CellCountFilesTests : IDisposable
{
    private const string Cells = "cell,easting,northing,area_km2,other\na,500,500,1,x\nb,1500,500,0.75,y\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("chicago_1000", 130, 720, PeriodCalendar.FourWeekly, false)]
    [InlineData("portland_bur_1000", 68, 471, PeriodCalendar.FourWeekly, false)]
    [InlineData("portland_veh_1000", 68, 471, PeriodCalendar.FourWeekly, false)]
    [InlineData("surrey_burglary_1000", 26, 1427, PeriodCalendar.Monthly, true)]
    [InlineData("surrey_vehicle_1000", 26, 1427, PeriodCalendar.Monthly, true)]
    public void Reference_folders_read(string folder, int periods, int cells, PeriodCalendar calendar, bool gaps)
    {
        SpaceTimeCounts counts = CellCountFiles.Read(SharedData.Reference($"grid/{folder}/counts.csv"), SharedData.Reference($"grid/{folder}/cells.csv"));
        Assert.Equal((periods, cells), (counts.PeriodCount, counts.CellCount));
        Assert.Equal(calendar, counts.Periods.Calendar);
        Assert.Equal(gaps, counts.Periods.HasGaps);
        Assert.True(counts.IsWhole);

        // Independently: the sum of every field after the first one.
        double total = File.ReadLines(SharedData.Reference($"grid/{folder}/counts.csv")).Skip(1).Sum(l => l.Split(',').Skip(1).Sum(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)));
        double read = 0;
        for (int t = 0; t < counts.PeriodCount; t++)
        {
            foreach (double value in counts.Row(t))
            {
                read += value;
            }
        }

        Assert.Equal(total, read);
    }

    [Theory]
    [InlineData("2026-01-05,1,2\n2026-01-12,0,0.5\n", PeriodCalendar.Weekly, 7, 7)]
    [InlineData("2026-01-05,1,2\n2026-02-02,0,0\n2026-03-30,0,0\n", PeriodCalendar.FourWeekly, 28, 28)]
    [InlineData("2026-01-01,1,2\n2026-02-01,0,0\n", PeriodCalendar.Monthly, 31, 28)]
    [InlineData("2026-01,1,2\n2026-03,0,0\n", PeriodCalendar.Monthly, 31, 31)]
    [InlineData("2026-01-05,1,2\n2026-01-15,0,0\n2026-01-20,0,0\n", PeriodCalendar.Listed, 10, 5)]
    public void The_calendar_is_told_from_the_start_dates(string rows, PeriodCalendar calendar, int firstDays, int lastDays)
    {
        SpaceTimeCounts counts = Read("period,a,b\n" + rows, Cells);
        Assert.Equal(calendar, counts.Periods.Calendar);
        Assert.Equal((firstDays, lastDays), (counts.Periods[0].Days, counts.Periods[^1].Days));
        Assert.Equal(2, counts[0, 1]);
        Assert.Equal(0.75, counts.Grid.Cells[1].AreaSquareKilometres);
    }

    [Theory]
    [InlineData("period,a\n2026-01-01,1\n", "has columns for 1 cells where")]
    [InlineData("period,b,a\n2026-01-01,1,2\n", "has the cell “b” in column 2 where")]
    [InlineData("period,a,b\n2026-01-01,1\n", "line 2: the row has 2 fields where the header has 3.")]
    [InlineData("period,a,b\n2026-01-01,1,2\n2026-02-01,1,-2\n", "line 3, column “b”, value “-2”: a count is not negative.")]
    [InlineData("period,a,b\n2026-01-01,1,NaN\n", "line 2, column “b”, value “NaN”: a finite number is needed.")]
    [InlineData("period,a,b\n2026-02-01,1,2\n2026-01-01,1,2\n", "line 3, column “period”, value “2026-01-01”: periods are in time order, each once, and the one before starts on 2026-02-01.")]
    [InlineData("period,a,b\n2026-02-01,1,2\n2026-02-01,1,2\n", "periods are in time order, each once")]
    [InlineData("period,a,b\nsoon,1,2\n", "value “soon”: not a date")]
    [InlineData("period,a,b\n", "has a header and no periods")]
    [InlineData("period,a,b\n2026-01-05,1,2\n", "has a single period, which starts on 2026-01-05, so its length cannot be told")]
    public void Malformed_counts_are_refused_by_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputRefusedException>(() => Read(text, Cells)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("cell,easting\na,1\n", "has no column “northing”")]
    [InlineData("cell,easting,northing\n", "has a header and no cells")]
    [InlineData("cell,easting,northing\na,x,1\n", "line 2, column “easting”, value “x”: a finite number is needed.")]
    [InlineData("cell,easting,northing\na,1,1\na,2,2\n", "line 3, column “cell”, value “a”: every cell has an id of its own.")]
    [InlineData("cell,easting,northing,area_km2\na,1,1,0\n", "an area is above 0 square kilometres.")]
    public void Malformed_cells_are_refused_by_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputRefusedException>(() => Read("period,a\n2026-01-01,1\n", text)).Message, StringComparison.Ordinal);

    private SpaceTimeCounts Read(string counts, string cells) => CellCountFiles.Read(_folder.Write("counts.csv", counts), _folder.Write("cells.csv", cells));
}
