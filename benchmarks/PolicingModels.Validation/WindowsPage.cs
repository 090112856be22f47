using System.Globalization;
using System.IO.Compression;
using System.Text;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>New York's vehicle thefts, known to windows: the same forecasters trained on aoristic counts and on single points of the window, scored on the same truth.</summary>
internal static class WindowsPage
{
    private static readonly TimeAssignment[] s_rules = [TimeAssignment.Aoristic, TimeAssignment.Start, TimeAssignment.Midpoint, TimeAssignment.End];

    public static void Write(StringBuilder page, string path)
    {
        CrimeEvents events = Read(path, out int withoutWindow);
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            # Aoristic counts of New York's vehicle thefts

            Written by `dotnet run -c Release --project benchmarks/PolicingModels.Validation -- new-york EVENTS-FILE docs/validation/aoristic-new-york.md`.

            Question: does it pay to spread a theft over the window in which it happened, instead of placing it at the window's start, middle or end?

            {events.Count} thefts, 2014 to 2017, {withoutWindow} of them with a moment but no window (taken as exact). The same forecaster is fitted to counts made by each rule, and scored on the same truth:
            **the thefts whose whole window lies within one period**, whose period is certain. Thefts whose window spans periods train but are not scored, so every rule forecasts more than the truth holds, by about the
            same share; predicted / observed above 1 is that. At each origin a theft is known only once its window has ended, under every rule. Cells are squares of 0.75 km² that held a theft known before the first
            origin, on a plane around the middle of the city. LS is the mean negative log predictive probability per cell and period; intervals are 95 % circular-block bootstrap intervals over origins, paired (2000 resamples, seed 1).

            The log score follows the level: the rule that forecasts least looks best against a truth that lacks some thefts. So *placing* stands beside it, which the level does not touch: the mean negative log of the share of
            the period's forecast that lies in the theft's cell, per theft in the cells, in nats, lower is better (a cell forecast 0 does not occur). Whether a rule moves people to better places is told by it and by HR.

            The truth leaves out exactly the thefts on which the rules differ most: it tells which rule places the certain ones best, not when the uncertain ones happened.

            """);
        Set(page, "Months", events, PeriodSequence.Monthly(new DateOnly(2017, 12, 1), 48), 24, [new StackForecaster(), new EmpiricalBayesEwmaForecaster()]);
        Set(page, "Weeks", events, PeriodSequence.Weekly(new DateOnly(2017, 12, 31), 208), 52, [new EmpiricalBayesEwmaForecaster()]);
    }

    private static void Set(StringBuilder page, string title, CrimeEvents events, PeriodSequence periods, int origins, IGridForecaster[] models)
    {
        Console.Error.WriteLine(title);
        SquareGrid grid = Grid.Squares(0.75, events.KnownBefore(periods[periods.Count - origins].Start));
        CrimeEvents certain = events.Where(i => Index(periods, events.FromMinute[i]) is >= 0 and var at && at == Index(periods, Last(events, i)));
        SpaceTimeCounts truth = grid.Count(certain, periods);
        Dictionary<TimeAssignment, SpaceTimeCounts> counts = s_rules.ToDictionary(r => r, r => grid.Count(events, periods, new CountingOptions { TimeAssignment = r }));
        List<IGridForecaster> all = [.. models.SelectMany(m => s_rules.Select(r => new OnOtherCounts(m, counts[r], Name(m, r))))];
        BacktestReport report = new Backtest(counts[TimeAssignment.Aoristic], new BacktestOptions { Origins = origins, Truth = truth, AreaPercents = [1, 5], Baselines = [all[1].Name] }).Run(all);
        page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"{grid.Cells.Count} cells, {origins} origins; {100.0 * certain.Count / events.Count:F1} % of the thefts lie within one period.").AppendLine();
        page.AppendLine("| forecaster | training counts | LS | predicted / observed | placing | HR@1 | HR@5 | aoristic minus this: LS (interval) | placing (interval) | HR@5, points (interval) |").AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        CircularBlockBootstrap resamples = new(origins, 1);
        foreach (IGridForecaster model in models)
        {
            (double[] Loss, double[] Thefts) aoristic = Placing(report, Name(model, TimeAssignment.Aoristic), truth);
            foreach (TimeAssignment rule in s_rules)
            {
                ModelScore score = report[Name(model, rule)];
                string Against(string metric, double unit, string format)
                {
                    if (rule == TimeAssignment.Aoristic)
                    {
                        return "–";
                    }

                    ModelComparison c = report.Compare(Name(model, TimeAssignment.Aoristic), score.Name, metric);
                    string Text(double value) => (unit * value).ToString(format, CultureInfo.InvariantCulture);
                    return $"{Text(c.Difference.Value)} ({Text(c.Difference.Low)} to {Text(c.Difference.High)}) {c.Verdict switch { Verdict.Better => "**better**", Verdict.Worse => "**worse**", _ => "no evidence" }}";
                }

                (double[] loss, double[] thefts) = Placing(report, score.Name, truth);
                PairedDifference placed = resamples.RatioDifference(aoristic.Loss, aoristic.Thefts, loss, thefts);
                Estimate apart = placed.Difference;
                string placing = rule == TimeAssignment.Aoristic ? "–" : string.Create(CultureInfo.InvariantCulture, $"{apart.Value:F5} ({apart.Low:F5} to {apart.High:F5}) {(apart.High < 0 ? "**better**" : apart.Low > 0 ? "**worse**" : "no evidence")}");
                page.AppendLine(CultureInfo.InvariantCulture, $"| {model.Name} | {rule} | {score.LogScore.Value:F5} | {score["totalRatio"].Value:F3} | {loss.Sum() / thefts.Sum():F5} | {100 * score["hitRate@1"].Value:F2} | {100 * score["hitRate@5"].Value:F2} | {Against(MetricDefinition.LogScore, 1, "F5")} | {placing} | {Against("hitRate@5", 100, "F2")} |");
            }
        }

        page.AppendLine();
    }

    private static (double[] Loss, double[] Thefts) Placing(BacktestReport report, string model, SpaceTimeCounts truth)
    {
        double[] loss = new double[report.Origins.Count], thefts = new double[loss.Length];
        for (int o = 0; o < loss.Length; o++)
        {
            ReadOnlySpan<double> expected = report[model].Predictions[o], happened = truth.Row(report.Origins[o].TargetIndex);
            double total = 0;
            foreach (double value in expected)
            {
                total += value;
            }

            for (int i = 0; i < happened.Length; i++)
            {
                if (happened[i] > 0)
                {
                    loss[o] -= happened[i] * Math.Log(expected[i] / total);
                    thefts[o] += happened[i];
                }
            }
        }

        return (loss, thefts);
    }

    private static string Name(IGridForecaster model, TimeAssignment rule) => $"{model.Name} {rule}";

    private static long Last(CrimeEvents events, int row) => Math.Max(events.FromMinute[row], events.ToMinute[row] - 1);

    private static int Index(PeriodSequence periods, long minute) => periods.IndexOf(DateOnly.FromDayNumber((int)(minute / CrimeEvents.MinutesPerDay)));

    private static CrimeEvents Read(string path, out int withoutWindow)
    {
        const double Degree = 111_320;
        double shrink = Math.Cos(40.73 * Math.PI / 180);
        List<double> east = [], north = [];
        List<int> day = [];
        List<long> from = [], to = [];
        withoutWindow = 0;
        using GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] row = line.Split(',');
            bool windowed = TryMinute(row[2], out long first) & TryMinute(row[3], out long last);
            if (!windowed)
            {
                withoutWindow++;
                if (!TryMinute(row[1], out first))
                {
                    throw new InvalidDataException($"No moment in “{line}”.");
                }

                last = first;
            }

            from.Add(first);
            to.Add(last);
            day.Add((int)(first / CrimeEvents.MinutesPerDay));
            east.Add((double.Parse(row[4], CultureInfo.InvariantCulture) + 73.94) * Degree * shrink);
            north.Add((double.Parse(row[5], CultureInfo.InvariantCulture) - 40.73) * Degree);
        }

        return new CrimeEvents([.. east], [.. north], [.. day], CoordinateSystem.PlanarMetres, [.. from], [.. to]);
    }

    private static bool TryMinute(string text, out long minute)
    {
        bool read = DateTime.TryParseExact(text.Trim('"'), "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
        minute = time.Ticks / TimeSpan.TicksPerMinute;
        return read;
    }

    /// <summary>Fits to as many periods as it is given, of other counts.</summary>
    private sealed class OnOtherCounts(IGridForecaster inner, SpaceTimeCounts counts, string name) : IGridForecaster
    {
        public string Name => name;

        public IFittedGridForecaster Fit(SpaceTimeCounts history, CancellationToken cancellationToken = default) => inner.Fit(counts.Before(history.PeriodCount), cancellationToken);
    }
}
