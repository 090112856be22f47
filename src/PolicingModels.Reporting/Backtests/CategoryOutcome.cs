using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Reporting;

/// <summary>What each category of relative likelihood turned out to mean at the origins of a backtest.</summary>
internal static class CategoryOutcome
{
    public static ReportSection Compose(BacktestReportInput input, ModelScore focus)
    {
        LikelihoodRule rule = input.LikelihoodRule;
        Tally[] tallies = Count(input, focus);
        double events = tallies.Sum(t => t.Events), area = tallies.Sum(t => t.Area);
        IReadOnlyList<Shade> shades = Shade.Sequence(rule.Categories.Count);
        double average = area > 0 ? events / area : 0;
        return new ReportSection("What the categories meant",
            new ReportProse($"The categories that {focus.Name} would have given at each origin, and what then happened in them. {rule} The rule is {rule.Provenance.Kind.ToString().ToLowerInvariant()}: {rule.Provenance.Source}"),
            new ReportTable
            {
                Caption = $"Categories of relative likelihood over {focus.PerOrigin.Count} origins, highest first. Ranges run from the lowest to the highest origin; the interval is that of the share of cells, over origins.",
                Columns =
                [
                    new("Category"), new("Share of area", ColumnKind.Number), new("Share of events", ColumnKind.Number), new("Range over origins", ColumnKind.Number),
                    new("Observed rate against average", ColumnKind.Number), new("Cells with at least one", ColumnKind.Number), new($"{NumberText.Percent(input.Report.Options.Coverage, 0)} interval", ColumnKind.Number), new("Range over origins", ColumnKind.Number),
                ],
                Rows = [.. rule.Categories.Reverse().Select(Row)],
            });

        IReadOnlyList<TableCell> Row(RelativeLikelihood category)
        {
            Tally t = tallies[category.Level];
            return
            [
                new TableCell(category.Name, shades[category.Level]),
                area > 0 ? NumberText.Percent(t.Area / area) : "—",
                events > 0 ? NumberText.Percent(t.Events / events) : "—",
                Range(t.Captures),
                t.Area > 0 && average > 0 ? $"{NumberText.Amount(t.Events / t.Area / average)} ×" : "—",
                t.Cells > 0 ? NumberText.Percent(t.CellsWithAny / t.Cells) : "—",
                Interval(category, t),
                Range(t.AnyShares),
            ];
        }

        // The backtest's own account is by the rule its forecasts carried; it stands here where that is the rule of this page.
        string Interval(RelativeLikelihood category, Tally t) =>
            focus.WhatCategoriesMeant.FirstOrDefault(m => m.Category == category && m.CellPeriods == (long)t.Cells)?.AnyRate is { } any ? $"{NumberText.Percent(any.Low)} to {NumberText.Percent(any.High)}" : "—";
    }

    private static string Range(List<double> values) => values.Count == 0 ? "—" : $"{NumberText.Percent(values.Min())} to {NumberText.Percent(values.Max())}";

    private static Tally[] Count(BacktestReportInput input, ModelScore focus)
    {
        SpaceTimeCounts counts = input.Report.Options.Truth ?? input.Counts!;
        Dictionary<Period, int> periods = input.Report.Origins.ToDictionary(o => o.Target, o => o.TargetIndex);
        Tally[] tallies = [.. input.LikelihoodRule.Categories.Select(_ => new Tally())];
        IReadOnlyList<GridCell> cells = counts.Grid.Cells;
        double area = cells.Sum(c => c.AreaSquareKilometres);
        for (int origin = 0; origin < focus.Predictions.Targets.Count; origin++)
        {
            ReadOnlySpan<double> expected = focus.Predictions[origin], observed = counts.Row(periods[focus.Predictions.Targets[origin]]);
            double total = 0, events = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                total += expected[i];
                events += observed[i];
            }

            double[] hits = new double[tallies.Length], any = new double[tallies.Length], number = new double[tallies.Length];
            for (int i = 0; i < expected.Length; i++)
            {
                double cellArea = cells[i].AreaSquareKilometres;
                double relative = total > 0 && cellArea > 0 ? expected[i] / cellArea / (total / area) : 1;
                int level = input.LikelihoodRule.Categorise(relative).Level;
                tallies[level].Area += cellArea;
                hits[level] += observed[i];
                any[level] += observed[i] > 0 ? 1 : 0;
                number[level]++;
            }

            for (int level = 0; level < tallies.Length; level++)
            {
                tallies[level].Add(hits[level], any[level], number[level], events);
            }
        }

        return tallies;
    }

    private sealed class Tally
    {
        public double Area { get; set; }

        public double Events { get; private set; }

        public double Cells { get; private set; }

        public double CellsWithAny { get; private set; }

        public List<double> Captures { get; } = [];

        public List<double> AnyShares { get; } = [];

        public void Add(double hits, double any, double cells, double events)
        {
            Events += hits;
            Cells += cells;
            CellsWithAny += any;
            if (events > 0)
            {
                Captures.Add(hits / events);
            }

            if (cells > 0)
            {
                AnyShares.Add(any / cells);
            }
        }
    }
}
