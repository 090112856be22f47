using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Validation;

/// <summary>Self-exciting processes on the events behind the grid reference, beside the peer's on the same cells and origins.</summary>
internal static class SelfExcitingPage
{
    private const string Peer = "pred_seppexp_grid_3y";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly double[] Percents = [1, 2, 5, 10];

    public static void Write(TextWriter to, string reference, string events, IReadOnlyCollection<string> only, bool histograms)
    {
        to.WriteLine("# Self-exciting processes on the grid reference\n");
        to.WriteLine("The events behind `../shared/reference/grid` (places of the source, days or minutes as published, months for Surrey), fitted anew at every origin to what was known then (the last 1,095 days), beside the peer's self-exciting model on the same cells and origins and two of our baselines. Written by\n`dotnet run -c Release --project benchmarks/PolicingModels.Validation -- self-exciting REFERENCE-FOLDER EVENTS-FOLDER [SET …] [--histograms]`.");
        to.WriteLine("HR in percent, LS in nats per cell and period; intervals are 95% circular-block bootstrap intervals over origins.\n");
        foreach (string set in GridReference.Names.Where(n => only.Count == 0 || only.Contains(n)))
        {
            Set(to, new GridReference(Path.Combine(reference, set)), events, histograms);
        }
    }

    private static void Set(TextWriter to, GridReference reference, string folder, bool histograms)
    {
        CrimeEvents events = Events(reference.Name, folder);
        SpaceTimeCounts given = reference.Counts;
        double[] values = new double[given.PeriodCount * given.CellCount];
        for (int t = 0; t < given.PeriodCount; t++)
        {
            given.CopyPeriod(t, values.AsSpan(t * given.CellCount));
        }

        SpaceTimeCounts counts = new(given.Grid, given.Periods, [values], events: events);
        to.WriteLine(string.Create(Invariant, $"## {reference.Name}\n"));
        Fit(to, counts, events);
        List<IGridForecaster> models = [new EmpiricalBayesEwmaForecaster(), new HistoricalMeanForecaster(), new SelfExcitingForecaster()];
        if (histograms)
        {
            models.Add(new NonparametricSelfExcitingForecaster());
        }

        bool peer = reference.PredictionNames.Contains(Peer);
        if (peer)
        {
            models.Add(new TabledForecaster(Peer, reference.Predictions(Peer), score => CountDistribution.Poisson(Math.ScaleB(score, -20))));
        }

        BacktestReport report = new Backtest(counts, new BacktestOptions { Origins = reference.Origins }).Run(models);
        to.WriteLine("| model | HR@1 | HR@2 | HR@5 (interval) | HR@10 | LS | Poisson LS | predicted / observed | seconds per origin |");
        to.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (ModelScore score in report.Models)
        {
            Estimate five = score.Metrics["hitRate@5"];
            bool relative = score.Name == Peer;
            to.WriteLine(string.Create(Invariant, $"| {score.Name} | {Hit(score, 1)} | {Hit(score, 2)} | {100 * five.Value:F2} ({100 * five.Low:F1} to {100 * five.High:F1}) | {Hit(score, 10)} | {(relative ? "relative" : Number(score, MetricDefinition.LogScore))} | {(relative ? "–" : Number(score, MetricDefinition.PoissonLogScore))} | {(relative ? "–" : Number(score, MetricDefinition.TotalRatio))} | {(score.FitSeconds + score.ForecastSeconds) / report.Origins.Count:F2} |"));
        }

        to.WriteLine();
        if (!peer)
        {
            to.WriteLine("The peer's self-exciting model gave no prediction here (“Convergence failed!”).\n");
        }

        foreach (double percent in peer ? Percents : [])
        {
            Estimate difference = Paired(report, "self-exciting", Peer, percent);
            to.WriteLine(string.Create(Invariant, $"- HR@{percent}: ours minus the peer's {100 * difference.Value:F2} points ({100 * difference.Low:F2} to {100 * difference.High:F2}): {(difference.Low > 0 ? "better" : difference.High < 0 ? "worse" : "no evidence of a difference")}."));
        }

        to.WriteLine();
        to.Flush();
    }

    private static void Fit(TextWriter to, SpaceTimeCounts counts, CrimeEvents events)
    {
        int[] cell = new int[events.Count];
        counts.Grid.Locate(events.Easting, events.Northing, cell);
        double inside = 0;
        for (int i = 0; i < cell.Length; i++)
        {
            inside += cell[i] >= 0 && counts.Periods.IndexOf(DateOnly.FromDayNumber(events.Day[i])) >= 0 ? 1 : 0;
        }

        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        SelfExcitingFit fit = new SelfExcitingModel().Fit(counts);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        to.WriteLine(string.Create(Invariant, $"All {fit.EventCount:N0} events in cells and periods (the reference counts {counts.Sum():N0}, ours located {inside:N0}); one fit to all of them: {seconds:F1} s, {processor:F1} processor seconds, {fit.PairCount:N0} pairs, {fit.Rounds} rounds{(fit.Converged ? "" : ", not at rest")}."));
        to.WriteLine(string.Create(Invariant, $"Branching ratio {fit.BranchingRatio}, background {fit.BackgroundPerDay} a day, triggering {fit.TriggerDays} days and {fit.TriggerMetres} m, background bandwidth {fit.BackgroundBandwidthMetres:F0} m, time rescaling p = {fit.RescaleTime().PValue:F3}.\n"));
        foreach (string note in fit.Notes)
        {
            to.WriteLine($"- {note}");
        }

        to.WriteLine();
        to.Flush();
    }

    private static Estimate Paired(BacktestReport report, string model, string peer, double percent)
    {
        string metric = MetricDefinition.HitRate(percent);
        return report.Compare(model, peer, metric).Difference;
    }

    private static string Hit(ModelScore score, double percent) => (100 * score[MetricDefinition.HitRate(percent)].Value).ToString("F2", Invariant);

    private static string Number(ModelScore score, string metric) => score.Metrics.TryGetValue(metric, out Estimate e) ? e.Value.ToString("F4", Invariant) : "–";

    private static CrimeEvents Events(string set, string folder)
    {
        (string file, string type) = set switch
        {
            "chicago_1000" => ("cmd_chicago_aggravated_assaults", ""),
            "portland_bur_1000" => ("portland_nij_crimes_bur", ""),
            "portland_veh_1000" => ("portland_nij_crimes_veh", ""),
            "surrey_burglary_1000" => ("surrey_street_slim", "Burglary"),
            _ => ("surrey_street_slim", "Vehicle crime"),
        };
        using GZipStream stream = new(File.OpenRead(Path.Combine(folder, file + ".csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        reader.ReadLine();
        List<double> x = [], y = [];
        List<long> from = [], until = [];
        while (reader.ReadLine() is { } line)
        {
            string[] field = line.Split(',');
            if (type.Length > 0 && field[^1] != type)
            {
                continue;
            }

            (double a, double b) = (Value(field[set[0] == 'c' ? 2 : 1]), Value(field[set[0] == 'c' ? 3 : 2]));
            DateTime start;
            if (set[0] == 'c')
            {
                start = DateTime.ParseExact(field[0], "yyyy-MM-dd HH:mm", Invariant);
            }
            else
            {
                start = DateTime.ParseExact(field[0].Length == 7 ? field[0] + "-01" : field[0], "yyyy-MM-dd", Invariant);
                (a, b) = type.Length > 0 ? (a, b) : (a * 0.3048, b * 0.3048);
            }

            x.Add(a);
            y.Add(b);
            from.Add(start.Ticks / TimeSpan.TicksPerMinute);
            until.Add((set[0] == 'c' ? start : type.Length > 0 ? start.AddMonths(1) : start.AddDays(1)).Ticks / TimeSpan.TicksPerMinute);
        }

        double[] easting = [.. x], northing = [.. y];
        if (set[0] == 'c')
        {
            // Illinois East (EPSG:26971) is the reference's plane.
            LocalProjection.WithOrigin(36 + (2 / 3.0), -(88 + (1 / 3.0))).FromWgs84(y.ToArray(), x.ToArray(), easting, northing);
            for (int i = 0; i < easting.Length; i++)
            {
                easting[i] = 300_000 + (0.999975 * easting[i]);
                northing[i] *= 0.999975;
            }
        }

        return new CrimeEvents(easting, northing, [.. from.Select(m => (int)(m / CrimeEvents.MinutesPerDay))], CoordinateSystem.PlanarMetres, [.. from], [.. until]);
    }

    private static double Value(string text) => double.Parse(text, Invariant);
}
