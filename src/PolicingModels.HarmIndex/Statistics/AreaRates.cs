using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>The harm rate of one area.</summary>
/// <param name="Area">Its name.</param>
/// <param name="Offences">Offences that count.</param>
/// <param name="Days">Their harm in days.</param>
/// <param name="Denominator">Its denominator.</param>
/// <param name="DaysPerThousand">Days per 1,000 of the denominator.</param>
/// <param name="ShrunkenDaysPerThousand">The same, drawn towards the overall rate by how little the area's own data say.</param>
/// <param name="OwnWeight">Weight of the area's own rate in the shrunken one, 0 to 1.</param>
public sealed record AreaRate(string Area, int Offences, double Days, double Denominator, double DaysPerThousand, double ShrunkenDaysPerThousand, double OwnWeight);

/// <summary>Harm per 1,000 of a named denominator, raw and shrunk by empirical Bayes.</summary>
/// <remarks>
/// Moment estimator after Marshall 1991, Applied Statistics 40(2) 283–294, doi:10.2307/2347593, extended from counts to harm: with rates r over
/// denominators n, m = Σdays/Σn and q = Σdays²/Σn, the variance of a rate within an area is q/n (offences a Poisson number, each with its days); that between areas
/// A = max(0, Σn(r − m)²/Σn − q/mean(n)); the own weight is A/(A + q/n). With every offence at one day, q = m and the estimator is Marshall's.
/// One murder therefore moves a small area's shrunken rate little. Shrinkage assumes that offences come independently.
/// </remarks>
public sealed class AreaRates
{
    private AreaRates(string denominator, IReadOnlyList<AreaRate> areas, double daysPerThousand, IReadOnlyList<string> withoutDenominator)
    {
        Denominator = denominator;
        Areas = areas;
        DaysPerThousand = daysPerThousand;
        WithoutDenominator = withoutDenominator;
    }

    /// <summary>What the rates are per 1,000 of: residents, workday population, households.</summary>
    public string Denominator { get; }

    /// <summary>The areas that have a denominator, by name.</summary>
    public IReadOnlyList<AreaRate> Areas { get; }

    /// <summary>The overall rate: all days over all denominators, per 1,000.</summary>
    public double DaysPerThousand { get; }

    /// <summary>Areas with offences but no denominator; they have no rate and are not part of the overall one.</summary>
    public IReadOnlyList<string> WithoutDenominator { get; }

    /// <summary>Computes rates.</summary>
    /// <param name="scores">Scores by area.</param>
    /// <param name="denominators">The denominator of each area, finite and above 0. Areas without offences belong here too: their rate is 0.</param>
    /// <param name="denominator">What the denominators count, for instance “residents, mid-2023”.</param>
    /// <exception cref="ArgumentException">The scores are not by area, there is no denominator, or one is not finite and above 0.</exception>
    public static AreaRates Of(HarmScores scores, IReadOnlyDictionary<string, double> denominators, string denominator)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(denominators);
        ArgumentException.ThrowIfNullOrWhiteSpace(denominator);
        if (scores.Unit != HarmUnit.Area || denominators.Count == 0)
        {
            throw new ArgumentException($"Rates need scores by area, not by {scores.Unit}, and at least one denominator; there are {denominators.Count}.", nameof(scores));
        }

        foreach ((string area, double size) in denominators)
        {
            if (!(size > 0) || double.IsInfinity(size))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The denominator of {area} is {size}; denominators are finite and above 0."), nameof(denominators));
            }
        }

        HarmCreditedRows rows = scores.CreditedRows();
        double[] squares = new double[scores.EntityCount];
        for (int i = 0; i < rows.Count; i++)
        {
            squares[rows.Entity[i]] += rows.Days[i] * rows.Days[i];
        }

        Dictionary<string, int> index = new(StringComparer.Ordinal);
        List<string> without = [];
        for (int e = 0; e < scores.EntityCount; e++)
        {
            string name = scores.Name(e);
            index[name] = e;
            if (scores.OffenceCounts[e] > 0 && !denominators.ContainsKey(name))
            {
                without.Add(name);
            }
        }

        (string Area, double Size, int Offences, double Days, double Squares)[] areas =
        [
            .. denominators.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => index.TryGetValue(d.Key, out int e)
                ? (d.Key, d.Value, scores.OffenceCounts[e], scores.Days[e], squares[e])
                : (d.Key, d.Value, 0, 0d, 0d)),
        ];
        double whole = areas.Sum(a => a.Size), mean = areas.Sum(a => a.Days) / whole, within = areas.Sum(a => a.Squares) / whole;
        double spread = areas.Sum(a => a.Size * ((a.Days / a.Size) - mean) * ((a.Days / a.Size) - mean)) / whole;
        double between = Math.Max(0, spread - (within / (whole / areas.Length)));
        return new AreaRates(
            denominator,
            [
                .. areas.Select(a =>
                {
                    double rate = a.Days / a.Size, weight = between == 0 ? 0 : between / (between + (within / a.Size));
                    return new AreaRate(a.Area, a.Offences, a.Days, a.Size, 1000 * rate, 1000 * (mean + (weight * (rate - mean))), weight);
                }),
            ],
            1000 * mean,
            [.. without.Order(StringComparer.Ordinal)]);
    }
}
