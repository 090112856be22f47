using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>The tables and charts of a backtest.</summary>
internal static class BacktestFigures
{
    private const int CurvesShown = 3;

    public static ReportSection Metrics(BacktestReport report)
    {
        string[] keys = [.. report.Metrics.Select(m => m.Key)];
        string[] capture = [.. keys.Where(k => k.StartsWith("hitRate@", StringComparison.Ordinal)), .. keys.Where(k => k.EndsWith("@5", StringComparison.Ordinal) && !k.StartsWith("hitRate@", StringComparison.Ordinal))];
        string[] counts = [.. keys.Where(k => !k.Contains('@', StringComparison.Ordinal))];
        string interval = NumberText.Percent(report.Options.Coverage, 0) + " interval";
        return new ReportSection("How the models did",
            new ReportProse("Models in the order of their log score, the score that counts forecasts and their stated uncertainty together. Lower log scores, ranked probability scores and Brier scores are better; higher hit rates are better; a calibration slope, and predicted over observed, should be near 1."),
            Table($"Expected counts and their uncertainty, with {interval}.", counts),
            Table($"What the highest-ranked cells captured, with {interval}.", capture));

        ReportTable Table(string caption, string[] columns) => new()
        {
            Caption = caption,
            Columns = [new("Model"), .. columns.Select(k => new TableColumn(Capital(MetricText.Name(k)), ColumnKind.Number))],
            Rows = [.. ByLogScore(report).Select(m => (IReadOnlyList<TableCell>)[Name(m), .. columns.Select(k => m.Metrics.TryGetValue(k, out Estimate e) ? new TableCell(MetricText.Write(k, e.Value), Detail: $"{MetricText.Write(k, e.Low)} to {MetricText.Write(k, e.High)}") : "no value")])],
        };
    }

    public static ReportSection Capture(BacktestReportInput input, ModelScore focus)
    {
        BacktestReport report = input.Report;
        double maximum = input.MaximumAreaShare;
        if (!(maximum is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(input), maximum, "The greatest share of the area shown is above 0 and at most 1.");
        }

        ModelScore[] drawn = [.. Drawn(report, focus).Where(m => m.HitRateCurve.Points.Count > 1)];
        if (drawn.Length == 0)
        {
            return new ReportSection("What was captured", new ReportProse("No event happened in the periods forecast, so nothing could be captured."));
        }

        List<ChartSeries> series =
        [
            new("Best attainable", [.. drawn[0].HitRateCurve.Points.Where(p => p.AreaShare <= maximum).Select(p => new ChartPoint(p.AreaShare, p.BestHitRate))]) { IsReference = true },
            new("Chance", [new(0, 0), new(maximum, maximum)]) { IsReference = true },
            .. drawn.Select(m => new ChartSeries(m.Name, [.. m.HitRateCurve.Points.Where(p => p.AreaShare <= maximum).Select(p => new ChartPoint(p.AreaShare, p.HitRate))])),
        ];
        ChartPoint[] intervals = [.. report.Options.AreaPercents
            .Where(p => p / 100 <= maximum && focus.Metrics.ContainsKey(MetricDefinition.HitRate(p)))
            .Select(p => (Share: p / 100, Rate: focus.Metrics[MetricDefinition.HitRate(p)]))
            .Select(p => new ChartPoint(p.Share, p.Rate.Value, p.Rate.Low, p.Rate.High))];
        List<ReportBlock> blocks = [];
        if (report.Options.AreaPercents.Where(p => p <= 5 && focus.Metrics.ContainsKey(MetricDefinition.HitRate(p))).LastOrDefault() is var five and > 0)
        {
            Estimate rate = focus.Metrics[MetricDefinition.HitRate(five)];
            blocks.Add(new ReportProse($"With {focus.Name}, the {five.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}% of cells ranked highest held {MetricText.Write(MetricDefinition.HitRate(five), rate)} of the events that followed. Capture is not prevention: it says where events were, not what would have stopped them."));
        }

        blocks.Add(new ReportFigure(
            new LineChart
            {
                Title = "Share of events captured against share of the area",
                Description = $"Hit-rate curves of {string.Join(", ", drawn.Select(m => m.Name))}, pooled over {report.Origins.Count} origins, beside the best attainable and chance. {string.Join(" ", report.Options.AreaPercents.Where(p => focus.Metrics.ContainsKey(MetricDefinition.HitRate(p))).Select(p => $"At {p.ToString(System.Globalization.CultureInfo.InvariantCulture)}% of the area {focus.Name} captured {MetricText.Write(MetricDefinition.HitRate(p), focus.Metrics[MetricDefinition.HitRate(p)])}."))}",
                X = new ChartAxis("Share of the area, highest-ranked first", AxisFormat.Percent) { Minimum = 0, Maximum = maximum },
                Y = new ChartAxis("Share of events captured", AxisFormat.Percent) { Minimum = 0, Maximum = 1 },
                Series = intervals.Length > 0 ? [.. series, new ChartSeries($"{focus.Name}, interval", intervals, SeriesKind.Points) { BelongsTo = focus.Name }] : series,
            }.Draw(),
            $"“Best attainable” is what one would have captured by knowing each period in advance; “chance” is a random choice of cells. Marks with bars: {focus.Name} with {NumberText.Percent(report.Options.Coverage, 0)} intervals."));
        return new ReportSection("What was captured", blocks);
    }

    public static ReportSection Calibration(BacktestReportInput input, ModelScore focus)
    {
        List<ReportBlock> blocks = [new ReportProse($"Whether what {focus.Name} expected is what happened. Each point holds about a tenth of the cell-periods, by size of forecast; on the line, forecasts of that size were right on average.")];
        if (focus.CountReliability.Count > 0)
        {
            blocks.Add(Reliability($"Expected against observed counts, {focus.Name}", focus.CountReliability, AxisFormat.Number, "Expected count per cell", "Mean count observed"));
        }

        if (focus.Reliability.Count > 0)
        {
            blocks.Add(Reliability($"Chance of at least one event against how often there was one, {focus.Name}", focus.Reliability, AxisFormat.Percent, "Forecast chance of at least one event", "How often there was one"));
        }

        if (input.PitCounts is { } pit)
        {
            blocks.Add(new ReportFigure(PitHistogram.Draw(focus.Name, pit), "Flat: calibrated. ∪: forecasts too sure of themselves. ∩: too vague. Sloped: too low or too high."));
        }

        return new ReportSection("Calibration", blocks);
    }

    public static ReportSection Stability(BacktestReport report, ModelScore focus)
    {
        List<ReportBlock> blocks = [new ReportProse("A model that did well on average can still fail in single periods. Each point is one origin.")];
        ModelScore[] drawn = [.. Drawn(report, focus)];
        string share = report.Options.AreaPercents.Where(p => p <= 5).Select(MetricDefinition.HitRate).LastOrDefault() ?? "";
        foreach ((string key, string axis) in new[] { (share, "Share of events captured"), (MetricDefinition.LogScore, "Nats per cell and period, lower is better") })
        {
            ChartSeries[] series = [.. drawn
                .Select(m => new ChartSeries(m.Name, [.. m.PerOrigin.Where(o => o.Metrics.TryGetValue(key, out double v) && double.IsFinite(v)).Select(o => new ChartPoint(o.Target.Start.DayNumber, o.Metrics[key]))], SeriesKind.LineAndPoints))
                .Where(s => s.Points.Count > 0)];
            if (series.Length > 0)
            {
                blocks.Add(new ReportFigure(
                    new LineChart
                    {
                        Title = $"{Capital(MetricText.Name(key))} at each origin",
                        Description = $"{Capital(MetricText.Name(key))} of {string.Join(", ", series.Select(s => $"{s.Name} (from {MetricText.Write(key, s.Points.Min(p => p.Y))} to {MetricText.Write(key, s.Points.Max(p => p.Y))})"))} over {report.Origins.Count} origins.",
                        X = new ChartAxis("First day of the period forecast", AxisFormat.Date),
                        Y = new ChartAxis(axis, MetricText.IsShare(key) ? AxisFormat.Percent : AxisFormat.Number),
                        Series = series,
                        Height = 320,
                    }.Draw(),
                    "Origins differ in how hard they are; compare models at the same origin."));
            }
        }

        if (focus.PerOrigin.Count > 0)
        {
            blocks.Add(new ReportFigure(
                new LineChart
                {
                    Title = "Events predicted and observed, whole area",
                    Description = $"Totals per period over {focus.PerOrigin.Count} origins: observed {NumberText.Count(focus.PerOrigin.Sum(o => o.Events))} in all, predicted by {focus.Name} {NumberText.Amount(focus.PerOrigin.Sum(o => o.Predicted))}.",
                    X = new ChartAxis("First day of the period forecast", AxisFormat.Date),
                    Y = new ChartAxis("Events in the period") { Minimum = 0 },
                    Series =
                    [
                        new("Observed", [.. focus.PerOrigin.Select(o => new ChartPoint(o.Target.Start.DayNumber, o.Events))], SeriesKind.LineAndPoints),
                        new($"Predicted by {focus.Name}", [.. focus.PerOrigin.Select(o => new ChartPoint(o.Target.Start.DayNumber, o.Predicted))]),
                    ],
                    Height = 320,
                }.Draw(),
                "A model can rank cells well and still miss the level of the whole area; this is where that shows."));
        }

        return new ReportSection("Stability from origin to origin", blocks);
    }

    public static ReportSection Models(BacktestReport report)
    {
        List<ReportBlock> blocks =
        [
            new ReportTable
            {
                Caption = "The models, their settings and the time they took. Seconds differ from run to run; nothing else does.",
                Columns = [new("Model"), new("Settings"), new("Origins forecast", ColumnKind.Number), new("Fit, seconds", ColumnKind.Number), new("Forecast, seconds", ColumnKind.Number)],
                Rows = [.. report.Models.Select(m => (IReadOnlyList<TableCell>)[Name(m), m.Parameters.Count == 0 ? "—" : string.Join("; ", m.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {NumberText.Parameter(p.Value)}")), NumberText.Count(m.PerOrigin.Count), NumberText.Fixed(m.FitSeconds, 3), NumberText.Fixed(m.ForecastSeconds, 3)])],
            },
        ];
        (string Model, ModelFailure Failure)[] failures = [.. report.Models.SelectMany(m => m.Failures.Select(f => (m.Name, f)))];
        if (failures.Length > 0)
        {
            blocks.Add(new ReportTable
            {
                Caption = "Forecasts that could not be made.",
                Columns = [new("Model"), new("Period"), new("Why, and the mend")],
                Rows = [.. failures.Select(f => (IReadOnlyList<TableCell>)[f.Model, f.Failure.Target.ToString(), f.Failure.Message])],
                MaximumRows = 20,
                FullFile = "result.json",
            });
        }

        if (report.Notes.Count > 0)
        {
            blocks.Add(new ReportList(report.Notes));
        }

        return new ReportSection("The models", blocks);
    }

    private static ReportFigure Reliability(string title, IReadOnlyList<ReliabilityBin> bins, AxisFormat format, string x, string y)
    {
        double high = bins.Max(b => Math.Max(b.MeanForecast, b.Observed.High)) * 1.03;
        high = high > 0 ? high : 1;
        if (format == AxisFormat.Percent)
        {
            high = Math.Min(1, high);
        }

        double[] line = [.. Enumerable.Range(0, 41).Select(i => high * i / 40)];
        SvgImage image = new LineChart
        {
            Title = title,
            Description = string.Join(" ", bins.Select(b => $"Forecast {Text(b.MeanForecast)}: observed {Text(b.Observed.Value)} ({Text(b.Observed.Low)} to {Text(b.Observed.High)}), {NumberText.Count(b.Count)} cell-periods.")),
            X = new ChartAxis(x, format) { Minimum = 0, Maximum = high, Scale = format == AxisFormat.Percent ? AxisScale.Linear : AxisScale.SquareRoot },
            Y = new ChartAxis(y, format) { Minimum = 0, Maximum = high, Scale = format == AxisFormat.Percent ? AxisScale.Linear : AxisScale.SquareRoot },
            Series =
            [
                new("Perfect calibration", [.. line.Select(v => new ChartPoint(v, v))]) { IsReference = true },
                new("Observed, with interval", [.. bins.Select(b => new ChartPoint(b.MeanForecast, b.Observed.Value, b.Observed.Low, b.Observed.High))], SeriesKind.Points),
            ],
            Width = 640,
            Height = 560,
        }.Draw();
        return new ReportFigure(image, $"{(format == AxisFormat.Percent ? "" : "Both axes are on a square-root scale, so that small counts can be read. ")}Above the line more happened than was expected, below it less.");

        string Text(double value) => format == AxisFormat.Percent ? NumberText.Percent(value) : NumberText.Amount(value);
    }

    /// <summary>The model in focus, the best baseline, and the next best by log score.</summary>
    private static IEnumerable<ModelScore> Drawn(BacktestReport report, ModelScore focus) =>
        new[] { focus }
            .Concat(report.BestBaseline is { } best ? [report[best]] : Array.Empty<ModelScore>())
            .Concat(ByLogScore(report).Where(m => !m.Failed))
            .DistinctBy(m => m.Name)
            .Take(CurvesShown);

    private static IEnumerable<ModelScore> ByLogScore(BacktestReport report) =>
        report.Models.OrderBy(m => m.Metrics.TryGetValue(MetricDefinition.LogScore, out Estimate e) ? e.Value : double.PositiveInfinity);

    private static TableCell Name(ModelScore model) => new(model.Name, Detail: model.IsBaseline ? "baseline" : null);

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
