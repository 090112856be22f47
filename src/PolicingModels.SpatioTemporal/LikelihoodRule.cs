using System.Globalization;

namespace PolicingModels.SpatioTemporal;

/// <summary>A category of relative likelihood: how a cell's expected rate compares with the study area's average.</summary>
/// <param name="Level">0 for the lowest category, one more for each higher one.</param>
/// <param name="Name">The category in words, for instance <c>very high</c>.</param>
public readonly record struct RelativeLikelihood(int Level, string Name) : IComparable<RelativeLikelihood>
{
    /// <summary>Orders by level.</summary>
    public int CompareTo(RelativeLikelihood other) => Level.CompareTo(other.Level);

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";

    /// <summary>Lower, by <see cref="Level"/>.</summary>
    public static bool operator <(RelativeLikelihood left, RelativeLikelihood right) => left.Level < right.Level;

    /// <summary>Higher, by <see cref="Level"/>.</summary>
    public static bool operator >(RelativeLikelihood left, RelativeLikelihood right) => left.Level > right.Level;

    /// <summary>Lower or the same, by <see cref="Level"/>.</summary>
    public static bool operator <=(RelativeLikelihood left, RelativeLikelihood right) => left.Level <= right.Level;

    /// <summary>Higher or the same, by <see cref="Level"/>.</summary>
    public static bool operator >=(RelativeLikelihood left, RelativeLikelihood right) => left.Level >= right.Level;
}

/// <summary>
/// A fixed rule that puts cells into categories of relative likelihood: the expected count per km² of a cell, divided by that of
/// the whole study area, against cut points.
/// </summary>
/// <remarks>
/// The category rises with the expected rate, depends on no other cell except through the study area's average, and does not depend on
/// the order of cells. It says where events are relatively more likely, never that they are likely: a cell that is “very high” in a quiet month
/// may expect a fraction of an event. Categories are half-open, <c>[cut, next cut)</c>. Immutable and thread-safe.
/// </remarks>
public sealed class LikelihoodRule
{
    private readonly double[] _cuts;
    private readonly RelativeLikelihood[] _categories;

    /// <summary>Makes a rule.</summary>
    /// <param name="cutPoints">Ratios to the study area's average rate, above 0, finite and strictly increasing; at least one.</param>
    /// <param name="names">The categories in words from low to high, one more than cut points, none empty, none twice.</param>
    /// <param name="provenance">What the cut points rest on.</param>
    /// <exception cref="ArgumentException">The cut points are not positive, finite and strictly increasing, or the names do not fit them.</exception>
    public LikelihoodRule(IReadOnlyList<double> cutPoints, IReadOnlyList<string> names, Provenance provenance)
    {
        ArgumentNullException.ThrowIfNull(cutPoints);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(provenance);
        if (cutPoints.Count == 0)
        {
            throw new ArgumentException("A rule has at least one cut point.", nameof(cutPoints));
        }

        double previous = 0;
        foreach (double cut in cutPoints)
        {
            if (!(cut > previous) || !double.IsFinite(cut))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Cut point {cut} follows {previous}; cut points are ratios to the average rate, above 0, finite and strictly increasing."), nameof(cutPoints));
            }

            previous = cut;
        }

        if (names.Count != cutPoints.Count + 1)
        {
            throw new ArgumentException($"There are {names.Count} names for {cutPoints.Count} cut points; {cutPoints.Count + 1} categories need a name each.", nameof(names));
        }

        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException("Every category has a name of its own.", nameof(names));
        }

        _cuts = [.. cutPoints];
        _categories = [.. names.Select((name, level) => new RelativeLikelihood(level, name))];
        Provenance = provenance;
    }

    /// <summary>
    /// The default: <c>very low</c> below a quarter of the average rate, <c>low</c> below two thirds, <c>average</c> below one and a half times,
    /// <c>high</c> below four times, <c>very high</c> from there on. The cut points are ours, symmetric on a ratio scale.
    /// </summary>
    public static LikelihoodRule Default { get; } = new(
        [0.25, 2.0 / 3, 1.5, 4],
        ["very low", "low", "average", "high", "very high"],
        new Provenance(ProvenanceKind.Illustrative, "Cut points of this library, symmetric on a ratio scale (1/4, 2/3, 3/2, 4); replace them by your own."));

    /// <summary>Ratios to the study area's average rate at which the next category begins, increasing.</summary>
    public IReadOnlyList<double> CutPoints => _cuts;

    /// <summary>The categories from low to high.</summary>
    public IReadOnlyList<RelativeLikelihood> Categories => _categories;

    /// <summary>What the cut points rest on.</summary>
    public Provenance Provenance { get; }

    /// <summary>The category of a rate.</summary>
    /// <param name="relativeRate">The cell's expected count per km² divided by the study area's; 0 or more. Where nothing at all is expected, 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is negative or not a number.</exception>
    public RelativeLikelihood Categorise(double relativeRate)
    {
        if (!(relativeRate >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeRate), relativeRate, "A relative rate is 0 or more.");
        }

        int level = 0;
        while (level < _cuts.Length && relativeRate >= _cuts[level])
        {
            level++;
        }

        return _categories[level];
    }

    /// <summary>The rule in one sentence, for reports.</summary>
    public override string ToString()
    {
        string bands = string.Join("; ", _categories.Select((c, i) =>
            i == 0 ? string.Create(CultureInfo.InvariantCulture, $"{c.Name}: below {_cuts[0]:0.##}")
            : i == _cuts.Length ? string.Create(CultureInfo.InvariantCulture, $"{c.Name}: {_cuts[i - 1]:0.##} and more")
            : string.Create(CultureInfo.InvariantCulture, $"{c.Name}: {_cuts[i - 1]:0.##} to below {_cuts[i]:0.##}")));
        return $"Expected count per km² relative to the study area's average: {bands}.";
    }
}
