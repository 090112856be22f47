using PolicingModels.Data;
using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary>The tables of <c>harm</c> beside those that every list by harm has: one row per place, offence, place by another index, area.</summary>
internal static class HarmOutput
{
    public static void WriteTo(OutputFolder folder, HarmRun run)
    {
        HarmAnalysis a = run.Analysis;
        Table entities = Entities(a);
        TableWriter.WriteCsv(entities, folder.File("entities.csv"));
        TableWriter.WriteParquet(entities, folder.File("entities.parquet"));
        TableWriter.WriteCsv(Breakdown(a, run.Table.OffenceIds), folder.File("breakdown.csv"));
        TableWriter.WriteCsv(HarmTables.Coverage(a.Coverage), folder.File("coverage.csv"));
        TableWriter.WriteCsv(HarmTables.Turnover(a), folder.File("turnover.csv"));
        TableWriter.WriteCsv(HarmTables.Concentration(a.Concentration), folder.File("concentration.csv"));
        if (a.Comparisons.Count > 0)
        {
            TableWriter.WriteCsv(Comparisons(a), folder.File("comparisons.csv"));
        }

        if (run.Rates is { } rates)
        {
            TableWriter.WriteCsv(Rates(rates), folder.File("rates.csv"));
        }
    }

    private static Table Entities(HarmAnalysis a)
    {
        IReadOnlyList<HarmRankingEntry> e = a.Ranking.Entries;
        IReadOnlyList<PlaceStability> records = a.UnderResampling.Places, weights = a.UnderWeightNoise.Places;
        string label = a.Scores.Schedule.Info.Label, print = a.Scores.Schedule.Fingerprint;
        return new Table(
            TableColumn.Of("rank", [.. e.Select(x => x.Rank)]),
            TableColumn.Of("entity", [.. e.Select(x => x.Score.Entity)]),
            TableColumn.Of("days", [.. e.Select(x => x.Score.Days)]),
            TableColumn.Of("low_days", [.. e.Select(x => x.Score.LowDays)]),
            TableColumn.Of("high_days", [.. e.Select(x => x.Score.HighDays)]),
            TableColumn.Of("days_low95", [.. records.Select(x => x.Days.Low)]),
            TableColumn.Of("days_high95", [.. records.Select(x => x.Days.High)]),
            TableColumn.Of("offences", [.. e.Select(x => x.Score.Offences)]),
            TableColumn.Of("unscored", [.. e.Select(x => x.Score.Unscored)]),
            TableColumn.Of("one_offence_share", [.. e.Select(x => x.OneOffenceShare)]),
            TableColumn.Of("rank_low95", [.. records.Select(x => x.RankInterval.Low)]),
            TableColumn.Of("rank_high95", [.. records.Select(x => x.RankInterval.High)]),
            TableColumn.Of("held_under_records", [.. records.Select(x => x.ListedShare)]),
            TableColumn.Of("held_under_weights", [.. weights.Select(x => x.ListedShare)]),
            TableColumn.Of("tied_with_next", [.. e.Select(x => x.TiedWithNext)]),
            TableColumn.Of("last_day", [.. e.Select(x => x.Score.LastDay)]),
            TableColumn.Of("gravest_expires", [.. e.Select(x => x.GravestExpires)]),
            TableColumn.Of("expires", [.. e.Select(x => x.Expires)]),
            TableColumn.Of("window_start", [.. e.Select(_ => a.Window.Start)]),
            TableColumn.Of("window_end", [.. e.Select(_ => a.Window.End)]),
            TableColumn.Of("index", [.. e.Select(_ => label)]),
            TableColumn.Of("index_fingerprint", [.. e.Select(_ => print)]));
    }

    private static Table Breakdown(HarmAnalysis a, CategoryColumn? ids)
    {
        (HarmRankingEntry Entry, OffenceContribution Part)[] parts = [.. a.Ranking.Entries.SelectMany((e, i) => a.Breakdowns[i].Select(p => (e, p)))];
        return new Table(
            TableColumn.Of("rank", [.. parts.Select(p => p.Entry.Rank)]),
            TableColumn.Of("entity", [.. parts.Select(p => p.Entry.Score.Entity)]),
            TableColumn.Of("offence_id", [.. parts.Select(p => ids?[p.Part.Row])]),
            TableColumn.Of("code", [.. parts.Select(p => p.Part.Code)]),
            TableColumn.Of("title", [.. parts.Select(p => p.Part.Title)]),
            TableColumn.Of("date", [.. parts.Select(p => p.Part.Date)]),
            TableColumn.Of("days", [.. parts.Select(p => p.Part.Days)]),
            TableColumn.Of("match", [.. parts.Select(p => p.Part.Quality.ToString())]));
    }

    private static Table Comparisons(HarmAnalysis a)
    {
        (string Index, RankPair Pair)[] pairs = [.. a.Comparisons.SelectMany(c => c.Entities.Select(e => (c.Second, e)))];
        return new Table(
            TableColumn.Of("other_index", [.. pairs.Select(p => p.Index)]),
            TableColumn.Of("entity", [.. pairs.Select(p => p.Pair.Entity)]),
            TableColumn.Of("rank", [.. pairs.Select(p => (double?)p.Pair.FirstRank)]),
            TableColumn.Of("other_rank", [.. pairs.Select(p => (double?)p.Pair.SecondRank)]),
            TableColumn.Of("days", [.. pairs.Select(p => p.Pair.FirstDays)]),
            TableColumn.Of("other_days", [.. pairs.Select(p => p.Pair.SecondDays)]));
    }

    private static Table Rates(AreaRates rates) => new(
        TableColumn.Of("area", [.. rates.Areas.Select(r => r.Area)]),
        TableColumn.Of("offences", [.. rates.Areas.Select(r => r.Offences)]),
        TableColumn.Of("days", [.. rates.Areas.Select(r => r.Days)]),
        TableColumn.Of("denominator", [.. rates.Areas.Select(r => r.Denominator)]),
        TableColumn.Of("denominator_name", [.. rates.Areas.Select(_ => rates.Denominator)]),
        TableColumn.Of("days_per_1000", [.. rates.Areas.Select(r => r.DaysPerThousand)]),
        TableColumn.Of("shrunken_days_per_1000", [.. rates.Areas.Select(r => r.ShrunkenDaysPerThousand)]),
        TableColumn.Of("own_weight", [.. rates.Areas.Select(r => r.OwnWeight)]));
}
