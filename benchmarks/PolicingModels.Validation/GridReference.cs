using System.Globalization;
using System.IO.Compression;
using NetTopologySuite.Geometries;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>One data set of the reference: cells, counts, predictions of peers and the figures their authors computed.</summary>
internal sealed class GridReference
{
    private readonly string _folder;

    public GridReference(string folder)
    {
        _folder = folder;
        Name = Path.GetFileName(folder);
        string[][] cells = Table(Path.Combine(folder, "cells.csv"));
        Grid = new CentreGrid([.. cells.Skip(1).Select(r => new GridCell(r[0], Number(r[1]), Number(r[2]), Number(r[3])))], Name.StartsWith("surrey", StringComparison.Ordinal) ? CoordinateSystem.BritishNationalGrid : CoordinateSystem.PlanarMetres);
        string[][] counts = Table(Path.Combine(folder, "counts.csv"));
        DateOnly[] starts = [.. counts.Skip(1).Select(r => Day(r[0]))];
        bool monthly = starts.All(s => s.Day == 1);
        PeriodSequence periods = PeriodSequence.Of(starts.Select(s => new Period(s, monthly ? s.AddMonths(1) : s.AddDays(28))), monthly ? PeriodCalendar.Monthly : PeriodCalendar.FourWeekly);
        Counts = new SpaceTimeCounts(Grid, periods, [[.. counts.Skip(1).SelectMany(r => r.Skip(1).Select(Number))]]);
        Origins = Name switch
        {
            "chicago_1000" => 26,
            "portland_bur_1000" or "portland_veh_1000" => 18,
            _ => 13,
        };
    }

    public static IReadOnlyList<string> Names { get; } = ["chicago_1000", "portland_bur_1000", "portland_veh_1000", "surrey_burglary_1000", "surrey_vehicle_1000"];

    public string Name { get; }

    public IGrid Grid { get; }

    public SpaceTimeCounts Counts { get; }

    /// <summary>How many periods at the end were the peers' test origins.</summary>
    public int Origins { get; }

    /// <summary>The names of the prediction files, without folder and ending. <c>pred_hhh4</c> is among them: its rows are numbered, not dated.</summary>
    public IReadOnlyList<string> PredictionNames => [.. Directory.GetFiles(_folder, "*_*.csv.gz").Select(f => Path.GetFileName(f)[..^".csv.gz".Length]).Order(StringComparer.Ordinal)];

    /// <summary>Scores of a peer or a simple reference, one value per cell, by period start.</summary>
    public Dictionary<DateOnly, double[]> Predictions(string name)
    {
        string[][] rows = Table(Path.Combine(_folder, name + ".csv.gz"));
        // hhh4 gave no forecast (NA) at some origins; those rows are left out.
        return rows.Skip(1).Where(r => !r.Contains("NA")).ToDictionary(
            r => name == "pred_hhh4" ? Counts.Periods[int.Parse(r[0].Trim('"'), CultureInfo.InvariantCulture) - 1].Start : Day(r[0]),
            r => r.Skip(1).Select(Number).ToArray());
    }

    /// <summary>A table of figures by row name and column name; text that is not a number is left out.</summary>
    public Dictionary<string, Dictionary<string, double>> Figures(string file)
    {
        string[][] rows = Table(Path.Combine(_folder, file));
        return rows.Skip(1).ToDictionary(
            r => r[0],
            r => rows[0].Zip(r).Skip(1).Where(p => double.TryParse(p.Second, CultureInfo.InvariantCulture, out _)).ToDictionary(p => p.First, p => Number(p.Second)));
    }

    private static string[][] Table(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(plain);
        List<string[]> rows = [];
        while (reader.ReadLine() is { } line)
        {
            rows.Add(Fields(line));
        }

        return [.. rows];
    }

    // Quoted fields of these files hold commas, never quotes.
    private static string[] Fields(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(',');
        }

        List<string> fields = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i].Trim('"'));
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return [.. fields];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Forecasts what a table says for the period; where it has no row it cannot answer.</summary>
internal sealed class TabledForecaster(string name, IReadOnlyDictionary<DateOnly, double[]> means, Func<double, CountDistribution> law) : IGridForecaster
{
    public string Name => name;

    public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) => new Fitted(name, means, law, history);

    private sealed class Fitted(string name, IReadOnlyDictionary<DateOnly, double[]> means, Func<double, CountDistribution> law, SpaceTimeCounts history) : IFittedGridForecaster
    {
        public GridForecast Forecast(int horizon = 1, CancellationToken cancellationToken = default)
        {
            Period target = history.Periods.Next(horizon);
            return means.TryGetValue(target.Start, out double[]? row)
                ? new GridForecast(name, history.Grid, target, [.. row.Select(law)])
                : throw new AnalysisException(AnalysisFailure.TooLittleHistory, $"The table of {name} has no row for {target}.");
        }
    }
}

/// <summary>Square cells of one kilometre listed by their centres.</summary>
internal sealed class CentreGrid(GridCell[] cells, CoordinateSystem coordinates) : IGrid
{
    private const double Side = 1000;
    private readonly Dictionary<(long, long), int> _index = cells.Select((c, i) => (Key(c.Easting, c.Northing), i)).ToDictionary();

    public IReadOnlyList<GridCell> Cells => cells;

    public CoordinateSystem Coordinates => coordinates;

    public string Description => $"1 km² squares, {cells.Length} cells";

    public void Locate(ReadOnlySpan<double> easting, ReadOnlySpan<double> northing, Span<int> located)
    {
        for (int i = 0; i < easting.Length; i++)
        {
            located[i] = _index.GetValueOrDefault(Key(easting[i], northing[i]), -1);
        }
    }

    public Adjacency Neighbours(NeighbourRule rule = NeighbourRule.Queen) => new([.. cells.Select(c => Around(c, rule))]);

    public Geometry Outline(int cell) => new GeometryFactory().ToGeometry(new Envelope(
        cells[cell].Easting - (Side / 2), cells[cell].Easting + (Side / 2), cells[cell].Northing - (Side / 2), cells[cell].Northing + (Side / 2)));

    private static (long, long) Key(double easting, double northing) => ((long)Math.Floor(easting / Side), (long)Math.Floor(northing / Side));

    private List<int> Around(GridCell cell, NeighbourRule rule)
    {
        (long column, long row) = Key(cell.Easting, cell.Northing);
        List<int> found = [];
        for (int dx = -1; dx <= 1; dx++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                if ((dx != 0 || dy != 0) && (rule == NeighbourRule.Queen || dx == 0 || dy == 0) && _index.TryGetValue((column + dx, row + dy), out int at))
                {
                    found.Add(at);
                }
            }
        }

        return found;
    }
}
