using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>Whether any model differs from the baselines by more than chance, in words, in tables and as intervals.</summary>
internal static class BacktestComparisonSection
{
    private const int RowsDrawn = 40;

    public static ReportSection Compose(BacktestReport report)
    {
        List<ReportBlock> blocks = [];
        if (report.BestBaseline is null || report.Comparisons.Count == 0)
        {
            blocks.Add(new ReportNote(ReportNoteKind.Caution, "No baseline took part, or none could be compared with. Without one there is no telling whether a model is of any use."));
            return new ReportSection("Is any model better than the best baseline?", blocks);
        }

        string[] shown = [.. Shown(report)];
        blocks.Add(new ReportProse(Summary(report, shown)));
        foreach (string metric in shown)
        {
            // A score that became infinite has no place on an axis; its row stays in the table.
            ModelComparison[] rows = [.. report.Comparisons.Where(c => c.Metric == metric && double.IsFinite(c.Difference.Value) && double.IsFinite(c.Difference.Low) && double.IsFinite(c.Difference.High))];
            if (rows.Length == 0)
            {
                continue;
            }

            MetricDefinition definition = report.Metrics.First(m => m.Key == metric);
            bool lower = definition.Orientation != MetricOrientation.Higher;
            // More rows than an eye compares: the picture keeps to the best baseline, the tables hold the rest.
            rows = rows.Length > RowsDrawn ? [.. rows.Where(r => r.Baseline == report.BestBaseline)] : rows;
            bool several = rows.Select(r => r.Baseline).Distinct().Count() > 1;
            blocks.Add(new ReportFigure(
                new IntervalChart
                {
                    Title = $"Difference to {(several ? "each baseline" : rows[0].Baseline)} in {MetricText.Name(metric)}",
                    Description = string.Join(" ", rows.Select(r => r.Sentence)),
                    Axis = new ChartAxis($"Model minus baseline, {MetricText.Unit(metric)}", MetricText.IsShare(metric) ? AxisFormat.Percent : AxisFormat.Number),
                    Rows = [.. rows.OrderBy(r => lower ? r.Difference.Value : -r.Difference.Value).Select(r => new IntervalRow(several ? $"{r.Model} − {r.Baseline}" : r.Model, r.Difference, Words(r.Verdict)))],
                    Reference = 0,
                    LeftMeans = lower ? "better than the baseline" : "worse",
                    RightMeans = lower ? "worse" : "better than the baseline",
                }.Draw(),
                "Dots are paired differences over the same origins, bars their intervals. A hollow dot: the interval covers zero, so the data show no difference."));
        }

        if (Families(report, shown[0]).Any(f => f.Length > 1))
        {
            blocks.Add(new ReportTable
            {
                Caption = "Of the baselines each model was compared with: than how many it is better, and than how many worse, after Holm’s correction for their number.",
                Columns = [new("Model"), .. shown.SelectMany(m => new TableColumn[] { new($"Better, {MetricText.Name(m)}", ColumnKind.Number), new($"Worse, {MetricText.Name(m)}", ColumnKind.Number) })],
                Rows = [.. Families(report, shown[0]).Where(f => f.Length > 1).Select(f => (IReadOnlyList<TableCell>)[f[0].Model, .. shown.SelectMany(m => Counts(report, f[0].Model, m))])],
            });
        }

        string[] main = [.. shown, MetricDefinition.Crps, MetricDefinition.BrierAny];
        blocks.Add(new ReportTable
        {
            Caption = "Paired comparisons on the main metrics, those with the best baseline first; those on all metrics are in comparisons.csv and result.json.",
            Columns = [new("Model"), new("Baseline"), new("Metric"), new("Difference", ColumnKind.Number), new("Interval", ColumnKind.Number), new("Origins", ColumnKind.Number), new("p", ColumnKind.Number), new("Verdict")],
            Rows = [.. main.SelectMany(metric => report.Comparisons.Where(c => c.Metric == metric)).OrderBy(c => c.Baseline != report.BestBaseline).Select(Row)],
            MaximumRows = 60,
            FullFile = "result.json",
        });
        return new ReportSection("Is any model better than the best baseline?", blocks);
    }

    public static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        _ => "no evidence of improvement",
    };

    private static IEnumerable<ModelComparison[]> Families(BacktestReport report, string metric) => report.Models.Select(m => report.Comparisons.Where(c => c.Model == m.Name && c.Metric == metric).ToArray());

    private static TableCell[] Counts(BacktestReport report, string model, string metric)
    {
        ModelComparison[] made = [.. report.Comparisons.Where(c => c.Model == model && c.Metric == metric)];
        return [Of(Verdict.Better), Of(Verdict.Worse)];

        TableCell Of(Verdict verdict) => made.Length == 0 ? "no value" : $"{made.Count(c => c.Verdict == verdict)} of {made.Length}";
    }

    private static IReadOnlyList<TableCell> Row(ModelComparison c) =>
    [
        c.Model, c.Baseline, MetricText.Name(c.Metric), MetricText.Signed(c.Metric, c.Difference.Value), $"{MetricText.Signed(c.Metric, c.Difference.Low)} to {MetricText.Signed(c.Metric, c.Difference.High)}",
        NumberText.Count(c.Origins), c.AdjustedPValue < 0.001 ? "<0.001" : NumberText.Fixed(c.AdjustedPValue, 3), Words(c.Verdict),
    ];

    private static string Summary(BacktestReport report, string[] shown)
    {
        IEnumerable<string> sentences = shown.Select(metric =>
        {
            ModelComparison[] rows = [.. report.Comparisons.Where(c => c.Metric == metric)];
            string[] better = [.. rows.Where(r => r.Verdict == Verdict.Better && r.Baseline == report.BestBaseline).Select(r => r.Model)];
            int worse = rows.Count(r => r.Verdict == Verdict.Worse), even = rows.Count(r => r.Verdict == Verdict.NoEvidence);
            string lead = better.Length == 0 ? $"for no model is there evidence of improvement over {report.BestBaseline}" : $"better than {report.BestBaseline}: {string.Join(", ", better)}";
            return $"On {MetricText.Name(metric)}, {lead} (of all {rows.Length} comparisons: {rows.Length - worse - even} better, {even} without evidence of improvement, {worse} worse).";
        });
        string with = report.Options.CompareWithEveryBaseline && report.Models.Any(m => !m.IsBaseline)
            ? $"Every model that is no baseline is compared with each baseline, and every baseline with the best of them, {report.BestBaseline}, on the same origins."
            : $"Every model is compared with the best baseline, {report.BestBaseline}, on the same origins.";
        return $"{with} {string.Join(" ", sentences)}";
    }

    private static IEnumerable<string> Shown(BacktestReport report)
    {
        string share = report.Options.AreaPercents.Where(p => p <= 5).Select(MetricDefinition.HitRate).LastOrDefault() ?? MetricDefinition.HitRate(report.Options.AreaPercents.FirstOrDefault(5));
        return new[] { MetricDefinition.LogScore, share }.Where(m => report.Comparisons.Any(c => c.Metric == m) && report.Metrics.Any(d => d.Key == m));
    }
}
