using PolicingModels.Data;

namespace PolicingModels.DataTests;

/// <summary>The public files beside the project read with no map, or with an obvious one; every row is accounted for.</summary>
public class RealFileTests
{
    [Fact]
    public void Chicago_reads_with_no_map()
    {
        EventTable table = EventFiles.Read(SharedData.Data("events/cmd_chicago_aggravated_assaults.csv.gz"));
        Assert.Equal(148_636, table.Quality.Read);
        Assert.Equal(148_636, table.Quality.Used + table.Quality.Refused.Count);
        Assert.Equal(table.Quality.Used, table.Events.Count);
        Assert.Empty(table.Quality.Refused);
        Assert.True(table.Events.HasTimes);
        Assert.False(table.Events.HasWindows);
        Assert.Equal((new DateOnly(2010, 1, 1), new DateOnly(2019, 12, 31)), table.Events.DayRange);

        // 2010-01-01 00:05 at the head of the file.
        Assert.Equal(new DateTime(2010, 1, 1, 0, 5, 0, DateTimeKind.Unspecified).Ticks / TimeSpan.TicksPerMinute, table.Events.FromMinute[0]);
        Assert.Contains(table.Quality.Notes, n => n.Code == "projected");

        // The city is about 40 km from south to north.
        (double low, double high) = Range(table.Events.Northing);
        Assert.InRange(high - low, 38_000, 45_000);
    }

    [Fact]
    public void Surrey_reads_with_no_map_on_its_own_grid_references()
    {
        EventTable table = EventFiles.Read(SharedData.Data("events/surrey_street_slim.csv.gz"));
        Assert.Equal(191_154, table.Quality.Read);
        Assert.Equal(191_154, table.Quality.Used + table.Quality.Refused.Count);
        Assert.Equal(CoordinateSystem.BritishNationalGrid, table.Events.Coordinates);
        Assert.Equal(513319.0, table.Events.Easting[0]);
        Assert.Equal(168856.0, table.Events.Northing[0]);
        Assert.True(table.Events.HasWindows);
        Assert.Equal("Criminal damage and arson", table.Events.Categories["type"][0]);
        string[] codes = [.. table.Quality.Notes.Select(n => n.Code)];
        Assert.Contains("planar-preferred", codes);
        Assert.Contains("month-stamped", codes);
        Assert.Contains("2021-09, 2021-10, 2021-11", table.Quality.Notes.Single(n => n.Code == "missing-months").Message, StringComparison.Ordinal);
        
        // Counted apart: cut -d, -f2,3 | sort -u | wc -l.
        Assert.Contains("23803 distinct points", table.Quality.Notes.Single(n => n.Code == "shared-points").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_York_prefers_windows_to_the_single_date()
    {
        EventTable table = EventFiles.Read(SharedData.Data("events/nyc_vehicle_thefts_2014_2017.csv.gz"));
        Assert.Equal(35_746, table.Quality.Read);
        Assert.Equal(35_746, table.Quality.Used + table.Quality.Refused.Count);
        Assert.True(table.Events.HasWindows);
        Assert.Equal("12386084", table.Events.Ids![0]);
        Assert.Equal(30.5 * 60, table.Events.ToMinute[0] - table.Events.FromMinute[0]);
        Assert.Contains(table.Quality.Notes, n => n.Code == "windows-preferred");
        Assert.Contains(table.Quality.Notes, n => n.Code == "end-missing");
    }

    [Theory]
    [InlineData("bur", 5_364)]
    [InlineData("veh", 9_842)]
    public void Portland_reads_once_its_feet_are_declared(string kind, int rows)
    {
        string path = SharedData.Data($"events/portland_nij_crimes_{kind}.csv.gz");
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => EventFiles.Read(path));
        Assert.Contains("declare their coordinate system", refused.Message, StringComparison.Ordinal);

        EventTable table = EventFiles.Read(path, new EventReadOptions { CoordinateSystem = "EPSG:2913" });
        Assert.Equal(rows, table.Quality.Read);
        Assert.Equal(rows, table.Quality.Used + table.Quality.Refused.Count);
        Assert.False(table.Events.HasTimes);
        Assert.InRange(table.Events.Easting[0], 2_320_000, 2_350_000);
    }

    private static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        double low = double.MaxValue, high = double.MinValue;
        foreach (double value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }
}
