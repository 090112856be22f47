using System.Globalization;
using System.IO.Compression;
using PolicingModels.Gridding;

namespace PolicingModels.SpatioTemporalTests.Reference;

/// <summary>One folder of the shared reference: counts on cells, predictions of peers, scores of the reference's own baselines.</summary>
internal sealed class ReferenceSet
{
    private readonly string _folder;

    private ReferenceSet(string folder, SpaceTimeCounts counts)
    {
        _folder = folder;
        Counts = counts;
    }

    /// <summary>Folder names with the number of periods at the end that are forecast.</summary>
    public static TheoryData<string, int> All => new()
    {
        { "chicago_1000", 26 },
        { "portland_bur_1000", 18 },
        { "portland_veh_1000", 18 },
        { "surrey_burglary_1000", 13 },
        { "surrey_vehicle_1000", 13 },
    };

    public SpaceTimeCounts Counts { get; }

    public static ReferenceSet Load(string name, CrimeEvents? events = null)
    {
        string folder = SharedData.Reference($"grid/{name}");
        List<GridCell> cells = [];
        foreach (string line in File.ReadLines(Path.Combine(folder, "cells.csv")).Skip(1))
        {
            string[] field = line.Split(',');
            cells.Add(new GridCell(field[0], Number(field[1]), Number(field[2]), Number(field[3])));
        }

        bool monthly = name.StartsWith("surrey", StringComparison.Ordinal);
        List<Period> periods = [];
        List<double> values = [];
        foreach ((string start, double[] row) in Rows(File.OpenRead(Path.Combine(folder, "counts.csv"))))
        {
            DateOnly first = DateOnly.ParseExact(start, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            periods.Add(new Period(first, monthly ? first.AddMonths(1) : first.AddDays(28)));
            values.AddRange(row);
        }

        PeriodSequence sequence = PeriodSequence.Of(periods, monthly ? PeriodCalendar.Monthly : PeriodCalendar.FourWeekly);
        return new ReferenceSet(folder, new SpaceTimeCounts(new TestGrid(cells), sequence, [[.. values]], events: events));
    }

    /// <summary>Predictions by origin: the start of the period forecast, and one value per cell.</summary>
    public List<(DateOnly Start, double[] Values)> Predictions(string name)
    {
        using GZipStream stream = new(File.OpenRead(Path.Combine(_folder, name + ".csv.gz")), CompressionMode.Decompress);
        return [.. Rows(stream).Select(r => (DateOnly.ParseExact(r.Start[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture), r.Values))];
    }

    /// <summary>One figure of baselines.csv.</summary>
    public double Score(string model, string column)
    {
        string[][] table = [.. File.ReadLines(Path.Combine(_folder, "baselines.csv")).Select(l => l.Split(','))];
        return Number(table.Single(r => r[0] == model)[Array.IndexOf(table[0], column)]);
    }

    /// <summary>The number of the period that starts on a day.</summary>
    public int PeriodOf(DateOnly start) => Enumerable.Range(0, Counts.PeriodCount).Single(t => Counts.Periods[t].Start == start);

    /// <summary>Share of all events that fall in the highest-ranked cells, the top floor(n·percent/100) at each origin, pooled over origins; ties lowest cell first.</summary>
    public double HitRate(IReadOnlyList<(int Period, IReadOnlyList<int> Ranked)> forecasts, int percent)
    {
        double hits = 0, all = 0;
        foreach ((int period, IReadOnlyList<int> ranked) in forecasts)
        {
            ReadOnlySpan<double> counted = Counts.Row(period);
            int top = Counts.CellCount * percent / 100;
            for (int k = 0; k < counted.Length; k++)
            {
                all += counted[k];
                hits += k < top ? counted[ranked[k]] : 0;
            }
        }

        return hits / all;
    }

    /// <summary>Cells from the highest value to the lowest, ties lowest cell first.</summary>
    public static IReadOnlyList<int> Rank(double[] values) => [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];

    /// <summary>Spearman's rank correlation with mean ranks for ties.</summary>
    public static double RankCorrelation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] x = MeanRanks(a), y = MeanRanks(b);
        double mean = (x.Length + 1) / 2.0, xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }

        return xy / Math.Sqrt(xx * yy);
    }

    private static double[] MeanRanks(IReadOnlyList<double> values)
    {
        double[] ranks = new double[values.Count];
        int next = 1;
        foreach (IGrouping<double, int> tie in Enumerable.Range(0, values.Count).GroupBy(i => values[i]).OrderBy(g => g.Key))
        {
            int size = tie.Count();
            foreach (int i in tie)
            {
                ranks[i] = next + ((size - 1) / 2.0);
            }

            next += size;
        }

        return ranks;
    }

    private static IEnumerable<(string Start, double[] Values)> Rows(Stream stream)
    {
        using StreamReader reader = new(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] field = line.Split(',');
            yield return (field[0], Array.ConvertAll(field[1..], Number));
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
