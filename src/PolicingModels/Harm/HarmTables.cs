using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>The tables that every list by harm has: a ready-made system's and that of <c>policing harm</c> alike.</summary>
public static class HarmTables
{
    /// <summary>Every row of the input, once: the codes of those that count, then the reasons why the others do not.</summary>
    /// <param name="coverage">The coverage.</param>
    public static Table Coverage(CoverageReport coverage)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        (string Kind, string Name, string Match, double? Score, CoverageSum Sum, string Why)[] lines =
        [
            .. coverage.Codes.Select(c => ("counted", c.Code, c.Quality.ToString(), c.ScoreDays, c.Sum, c.Explanation)),
            .. coverage.ExcludedHarm.Where(e => e.Value.Rows > 0).OrderBy(e => e.Key).Select(e => ("excluded", e.Key.ToString(), "", (double?)null, e.Value, $"They {HarmAnalysis.Sentence(e.Key)}.")),
        ];
        return new Table(
            TableColumn.Of("kind", [.. lines.Select(l => l.Kind)]),
            TableColumn.Of("name", [.. lines.Select(l => l.Name)]),
            TableColumn.Of("match", [.. lines.Select(l => l.Match)]),
            TableColumn.Of("score_days", [.. lines.Select(l => l.Score)]),
            TableColumn.Of("rows", [.. lines.Select(l => l.Sum.Rows)]),
            TableColumn.Of("days", [.. lines.Select(l => l.Sum.Days)]),
            TableColumn.Of("low_days", [.. lines.Select(l => l.Sum.LowDays)]),
            TableColumn.Of("high_days", [.. lines.Select(l => l.Sum.HighDays)]),
            TableColumn.Of("explanation", [.. lines.Select(l => l.Why)]));
    }

    /// <summary>Who joined and who left, and why; no row where there is no earlier list.</summary>
    /// <param name="analysis">The list with its checks.</param>
    public static Table Turnover(HarmAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        (string Move, RankingMove By)[] moves = analysis.Turnover.Value is { } t ? [.. t.Entered.Select(m => ("entered", m)), .. t.Left.Select(m => ("left", m))] : [];
        return new Table(
            TableColumn.Of("move", [.. moves.Select(m => m.Move)]),
            TableColumn.Of("entity", [.. moves.Select(m => m.By.Entity)]),
            TableColumn.Of("rank", [.. moves.Select(m => m.By.Rank)]),
            TableColumn.Of("days_before", [.. moves.Select(m => m.By.DaysBefore)]),
            TableColumn.Of("days_now", [.. moves.Select(m => m.By.DaysAfter)]),
            TableColumn.Of("reason", [.. moves.Select(m => m.By.Change.ToString())]));
    }

    /// <summary>The curves of concentration: the share of harm and of offences that a share of entities holds, most first.</summary>
    /// <param name="concentration">The concentration.</param>
    public static Table Concentration(HarmConcentration concentration)
    {
        ArgumentNullException.ThrowIfNull(concentration);
        return new Table(
            TableColumn.Of("entity_share", [.. concentration.Curve.Select(p => p.EntityShare)]),
            TableColumn.Of("harm_share", [.. concentration.Curve.Select(p => p.HarmShare)]),
            TableColumn.Of("count_share", [.. concentration.Curve.Select(p => p.CountShare)]));
    }
}
