using System.Globalization;
using System.IO.Compression;
using System.Text;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>The windows of the NIJ Real-Time Crime Forecasting Challenge (Portland, March to May 2017), and what a single window hides.</summary>
internal static class NijPage
{
    private const double FootMetres = 0.3048, SquareFeetPerSquareMile = 5280.0 * 5280.0, CitySquareMiles = 147.71;
    private static readonly DateOnly s_start = new(2017, 3, 1);
    private static readonly string[] s_windows = ["1WK", "2WK", "1MO", "2MO", "3MO"];

    public static void Write(StringBuilder page, string shared, int origins)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            # The windows of the NIJ challenge

            Written by `dotnet run -c Release --project benchmarks/PolicingModels.Validation -- nij SHARED-FOLDER docs/validation/nij.md`.

            Question: how do this library's forecasters do on Portland, March to May 2017, in the cells and windows of the NIJ Real-Time Crime Forecasting Challenge, beside submissions that are public?

            **Warning.** One hit among 93 burglaries moves the PAI of a month by 6. In a single window a burglary figure is noise, and so is most of what parts two submissions. The pooled figure over rolling
            origins, with its interval, is the one to read; it comes second below because the challenge asked for the first.

            Cells (the challenge allows 62,500 to 360,000 sq ft, and 0.25 to 0.75 sq mi flagged), in the plane of the data (EPSG:2913, international feet), lattice through its origin:

            - *250 ft, city* and *600 ft, city*: whole squares whose centre lies in a police district of the challenge. The library itself reads GeoJSON, not shapefiles; this program reads the outlines for itself.
            - *250 ft, events*: whole squares that held an event before the first day to be forecast. It is what the library lays where no boundary is given, and is here to show what that does at this size.

            Events outside the cells count as missed. PAI = (n / N) / (a / A) with A = {CitySquareMiles} sq mi. PEI\* = n / n\*, where n\* is the most that as many of those cells could capture. Tied cells share what is left of
            the area (the average over all orders), so n need not be whole: with burglary hundreds of cells tie. Weeks are forecast from weeks, months from months, a longer window by the sum of its steps; nothing after
            28 February 2017 is used. Rank by past count is the mean over the whole history. The stack is left out of the 250 ft cells of the city for its time on 66,000 cells.

            ## Single windows

            | type | window | forecaster | cells | flagged | N | n | PAI | PEI\* |
            |---|---|---|---|---|---|---|---|---|
            """);
        StringBuilder pooled = new();
        foreach ((string type, string file) in new[] { ("Burg", "bur"), ("TOA", "veh") })
        {
            CrimeEvents events = Read(Path.Combine(shared, "data", "events", $"portland_nij_crimes_{file}.csv.gz"));
            foreach (Layout layout in s_layouts)
            {
                Single(page, type, events, layout, shared);
                Pooled(pooled, type, events, layout, shared, origins);
            }

            Peers(page, type, Path.Combine(shared, "reference"));
        }

        page.AppendLine().AppendLine("""
            GA: GARANT Analytics; BL: the baseline in their repository; KG: Kernel Glitches: their submitted shapefiles, scored against the same events with their own cells and areas. *count_all* and *ewma_hl365d* are the same
            two rankings as rank by past count and empirical-bayes-ewma, computed elsewhere on another lattice with ties by cell order. TOA is theft of vehicles. Published best scores of the challenge come from other categories
            (street crime, all calls), whose events are not public.

            """);
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            ## Pooled over rolling origins

            Months forecast one ahead, {origins} origins to May 2017. PAI and capture of all origins together, with 95 % circular-block bootstrap intervals over origins (2000 resamples, seed 1); differences in points of capture are
            paired. *250 ft, events* are the cells that held an event before the first origin.

            | type | cells | flagged | forecaster | events | PAI (interval) | capture % (interval) | PEI\* % | against rank by past count, points (interval) | processor-shared s per origin |
            |---|---|---|---|---|---|---|---|---|---|
            """).Append(pooled);
    }

    private static readonly Layout[] s_layouts = [new("250 ft, city", 250, true, false), new("600 ft, city", 600, true, true), new("250 ft, events", 250, false, true)];

    private sealed record Layout(string Name, double SideFeet, bool City, bool WithStack)
    {
        // As near to 0.25 and 0.75 square miles as whole cells come, within them.
        public int[] Flagged => SideFeet == 250 ? [112, 334] : [20, 58];

        public IGrid Lay(CrimeEvents past, string shared) => City
            ? DistrictCells.Lay(Path.Combine(shared, "data", "boundaries", "Portland_Police_Districts.shp"), SideFeet, FootMetres)
            : Grid.Squares(SideFeet * FootMetres * SideFeet * FootMetres / 1e6, past);

        public double Pai(double capture, int cells) => capture / (cells * SideFeet * SideFeet / SquareFeetPerSquareMile / CitySquareMiles);

        public (string Name, IGridForecaster Model)[] Models() =>
            [.. WithStack ? [("stack", (IGridForecaster)new StackForecaster())] : Array.Empty<(string, IGridForecaster)>(), ("empirical-bayes-ewma", new EmpiricalBayesEwmaForecaster()), ("rank by past count", new HistoricalMeanForecaster())];
    }

    private static void Single(StringBuilder page, string type, CrimeEvents events, Layout layout, string shared)
    {
        CrimeEvents past = events.KnownBefore(s_start);
        IGrid grid = layout.Lay(past, shared);
        CountingOptions dense = new() { LargestShareOutsideArea = 1, Storage = CountStorage.Dense };
        SpaceTimeCounts weeks = grid.Count(past, PeriodSequence.Weekly(s_start.AddDays(-1), 260), dense), months = grid.Count(past, PeriodSequence.Monthly(new DateOnly(2017, 2, 1), 60), dense);
        foreach ((string name, IGridForecaster model) in layout.Models())
        {
            Console.Error.WriteLine($"{type} {layout.Name} {name}, {grid.Cells.Count} cells");
            IFittedGridForecaster weekly = model.Fit(weeks), monthly = model.Fit(months);
            foreach (string window in s_windows)
            {
                int steps = window[0] - '0';
                bool inWeeks = window[1] == 'W';
                DateOnly end = inWeeks ? s_start.AddDays(7 * steps) : s_start.AddMonths(steps);
                double[] expected = new double[grid.Cells.Count];
                for (int h = 1; h <= steps; h++)
                {
                    IReadOnlyList<double> step = (inWeeks ? weekly : monthly).Forecast(h).ExpectedCounts;
                    for (int i = 0; i < expected.Length; i++)
                    {
                        expected[i] += step[i];
                    }
                }

                CrimeEvents happened = events.Where(i => events.Day[i] >= s_start.DayNumber && events.Day[i] < end.DayNumber);
                double[] observed = grid.Count(happened, PeriodSequence.Of([new Period(s_start, end)]), dense).Row(0).ToArray();
                CellRanking ranking = new(expected, observed, [.. grid.Cells.Select(c => c.AreaSquareKilometres)], new EvaluationConventions { Ties = TieOrder.Expected });
                foreach (int cells in layout.Flagged)
                {
                    TopShareHits top = ranking.Top(Percent(cells, grid.Cells.Count));
                    page.AppendLine(CultureInfo.InvariantCulture, $"| {type} | {window} | {name} | {layout.Name} | {cells} | {happened.Count} | {top.Hits:0.0} | {layout.Pai(top.Hits / happened.Count, cells):F1} | {top.Hits / top.BestHits:F3} |");
                }
            }
        }
    }

    private static void Peers(StringBuilder page, string type, string folder)
    {
        foreach (string[] r in File.ReadLines(Path.Combine(folder, "nij_submissions_scored.csv")).Skip(1).Select(l => l.Split(',')).Where(r => r[1] == type).OrderBy(r => r[0], StringComparer.Ordinal).ThenBy(r => Array.IndexOf(s_windows, r[2])))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {type} | {r[2]} | {r[0]} (submitted) | their own, {Number(r[5]):F2} sq mi | {r[4]} | {r[6]} | {r[7]} | {Number(r[9]):F1} | {Number(r[11]):F3} |");
        }

        foreach (string[] r in File.ReadLines(Path.Combine(folder, "nij_simple.csv")).Skip(1).Select(l => l.Split(',')).Where(r => r[0] == type && r[4] is "count_all" or "ewma_hl365d").OrderBy(r => r[1], StringComparer.Ordinal).ThenBy(r => r[4], StringComparer.Ordinal))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {type} | {r[3]} | *{r[4]}* (elsewhere) | {r[1]} ft | {r[2]} | {r[5]} | {r[6]} | {Number(r[7]):F1} | {Number(r[8]):F3} |");
        }
    }

    private static void Pooled(StringBuilder page, string type, CrimeEvents events, Layout layout, string shared, int origins)
    {
        PeriodSequence months = PeriodSequence.Monthly(new DateOnly(2017, 5, 1), 63);
        IGrid grid = layout.Lay(events.KnownBefore(months[63 - origins].Start), shared);
        Console.Error.WriteLine($"{type} {layout.Name} pooled, {grid.Cells.Count} cells");
        double[] percents = [.. layout.Flagged.Select(c => Percent(c, grid.Cells.Count))];
        BacktestOptions options = new()
        {
            Origins = origins,
            AreaPercents = percents,
            Baselines = ["historical-mean"],
            Conventions = new EvaluationConventions { Ties = TieOrder.Expected, Outside = OutsideEvents.Included },
        };
        BacktestReport report = new Backtest(grid.Count(events, months, new CountingOptions { Storage = CountStorage.Dense }), options).Run([.. layout.Models().Select(m => m.Model)]);
        double happened = report.Origins.Sum(o => o.Events + o.EventsOutside);
        foreach (int k in new[] { 0, 1 })
        {
            int cells = layout.Flagged[k];
            string metric = MetricDefinition.HitRate(percents[k]);
            foreach ((string name, IGridForecaster model) in layout.Models())
            {
                ModelScore score = report[model.Name];
                Estimate capture = score[metric];
                ModelComparison? c = model.Name == "historical-mean" ? null : report.Compare(model.Name, "historical-mean", metric);
                string against = c is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * c.Difference.Value:F2} ({100 * c.Difference.Low:F2} to {100 * c.Difference.High:F2}) {c.Verdict switch { Verdict.Better => "**better**", Verdict.Worse => "**worse**", _ => "no evidence" }}");
                page.AppendLine(CultureInfo.InvariantCulture, $"| {type} | {layout.Name} | {cells} of {grid.Cells.Count} | {name} | {happened:0} | {layout.Pai(capture.Value, cells):F1} ({layout.Pai(capture.Low, cells):F1} to {layout.Pai(capture.High, cells):F1}) | {100 * capture.Value:F2} ({100 * capture.Low:F2} to {100 * capture.High:F2}) | {100 * score[MetricDefinition.PeiStar(percents[k])].Value:F1} | {against} | {(score.FitSeconds + score.ForecastSeconds) / origins:F1} |");
            }
        }
    }

    // Half a cell more, so that rounding down gives exactly so many.
    private static double Percent(int cells, int of) => Math.Min(100, 100 * (cells + 0.5) / of);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static CrimeEvents Read(string path)
    {
        List<double> east = [], north = [];
        List<int> day = [];
        using GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] row = line.Split(',');
            east.Add(Number(row[1]) * FootMetres);
            north.Add(Number(row[2]) * FootMetres);
            day.Add(DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber);
        }

        return new CrimeEvents([.. east], [.. north], [.. day], CoordinateSystem.PlanarMetres);
    }
}
