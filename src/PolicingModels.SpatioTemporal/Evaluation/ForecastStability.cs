namespace PolicingModels.SpatioTemporal;

/// <summary>How much a model's map changes from one origin to the next.</summary>
/// <param name="Percent">The top share of the area whose cells are compared, in percent.</param>
/// <param name="TopJaccard">Mean Jaccard similarity of the top cells of consecutive origins, 0 to 1: shared cells over cells in either; null where the share holds no whole cell.</param>
/// <param name="TopTurnover">Mean share of the top cells that were not among them at the origin before, 0 to 1; null likewise. The idea of the dynamic variability index of Adepeju, Rosser and Cheng (2016, doi:10.1080/13658816.2016.1159684), under this definition.</param>
/// <param name="CategoryFlips">Mean share of cells whose category of relative likelihood changed since the origin before, 0 to 1; null where the rule of categories changed.</param>
/// <remarks>Only origins that follow each other directly are compared. Stability alone is no virtue: a map that never changes scores 1.</remarks>
public sealed record ForecastStability(double Percent, double? TopJaccard, double? TopTurnover, double? CategoryFlips)
{
    internal static ForecastStability? Of(IReadOnlyList<int> originNumbers, IReadOnlyList<ForecastEvaluation> evaluations, double percent)
    {
        int pairs = 0;
        double jaccard = 0, turnover = 0, flips = 0;
        bool top = true, categories = true;
        for (int o = 1; o < evaluations.Count; o++)
        {
            if (originNumbers[o] != originNumbers[o - 1] + 1)
            {
                continue;
            }

            pairs++;
            HashSet<int> before = [.. evaluations[o - 1].Ranking.TopCells(percent)], now = [.. evaluations[o].Ranking.TopCells(percent)];
            if (before.Count == 0 || now.Count == 0)
            {
                top = false;
            }
            else
            {
                double shared = now.Count(before.Contains);
                jaccard += shared / (before.Count + now.Count - shared);
                turnover += 1 - (shared / now.Count);
            }

            CategoryTally from = evaluations[o - 1].Categories, to = evaluations[o].Categories;
            categories &= from.Rule.CutPoints.SequenceEqual(to.Rule.CutPoints);
            flips += from.Level.Zip(to.Level).Count(p => p.First != p.Second) / (double)to.Level.Length;
        }

        return pairs == 0 ? null : new ForecastStability(percent, top ? jaccard / pairs : null, top ? turnover / pairs : null, categories ? flips / pairs : null);
    }
}
