using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PolicingModels.HarmIndex;

/// <summary>One index in a composite.</summary>
/// <param name="Lookup">The index with the policy and aliases by which its scores are found.</param>
/// <param name="Weight">Factor on its scores; finite and above 0.</param>
public sealed record CompositePart(HarmLookup Lookup, double Weight);

/// <summary>Which offences a composite scores, and how.</summary>
public sealed record CompositeOptions
{
    /// <summary>The codes it scores, in any spelling; empty (the default) for every crime-tree code and Home Office class that a current row of any part carries.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>Factors on the composite score of single codes, finite and not negative. Default: none.</summary>
    public IReadOnlyDictionary<string, double> Multipliers { get; init; } = new Dictionary<string, double>();
}

/// <summary>A code that a composite cannot score.</summary>
/// <param name="Code">The code.</param>
/// <param name="Reason">Which part has no single score for it, and why.</param>
public sealed record UncombinedCode(OffenceCode Code, string Reason);

/// <summary>A schedule made of several: for each code that all parts can score, the sum of weight × score.</summary>
/// <remarks>
/// A code that any part cannot score under its own policy is left out and listed, never scored by the other parts alone: that would rank
/// offences by which table holds them. Weights say how much a day of each index counts; scores of different indices differ in scale, so equal
/// weights do not mean equal influence. Immutable and thread-safe.
/// </remarks>
public sealed class CompositeSchedule : IHarmSchedule
{
    private CompositeSchedule(HarmScheduleInfo info, IReadOnlyList<HarmRow> rows, IReadOnlyList<CompositePart> parts, IReadOnlyList<UncombinedCode> uncombined, string fingerprint)
    {
        Info = info;
        Rows = rows;
        Parts = parts;
        Uncombined = uncombined;
        Fingerprint = fingerprint;
    }

    /// <inheritdoc/>
    public HarmScheduleInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<HarmRow> Rows { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The indices it is made of.</summary>
    public IReadOnlyList<CompositePart> Parts { get; }

    /// <summary>Codes asked for that some part cannot score, by code.</summary>
    public IReadOnlyList<UncombinedCode> Uncombined { get; }

    /// <summary>Combines indices.</summary>
    /// <param name="name">Name of the composite.</param>
    /// <param name="parts">At least one index.</param>
    /// <param name="provenance">What the choice of parts and weights rests on.</param>
    /// <param name="options">Which offences, with what multipliers; null for all and none.</param>
    /// <exception cref="ArgumentException">There is no part, a weight or multiplier is out of range, a code has no known spelling, or a multiplier is for a code that is not scored.</exception>
    /// <exception cref="AnalysisException">No code has a score in every part.</exception>
    public static CompositeSchedule Of(string name, IReadOnlyList<CompositePart> parts, Provenance provenance, CompositeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(provenance);
        options ??= new CompositeOptions();
        if (parts.Count == 0)
        {
            throw new ArgumentException("A composite has at least one part.", nameof(parts));
        }

        foreach (CompositePart part in parts)
        {
            if (!(part.Weight > 0) || double.IsInfinity(part.Weight))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight of {part.Lookup.Schedule.Info.Label} is {part.Weight}; weights are finite and above 0."), nameof(parts));
            }
        }

        Dictionary<OffenceCode, double> multipliers = [];
        foreach ((string text, double factor) in options.Multipliers)
        {
            if (!(factor >= 0) || double.IsInfinity(factor) || !multipliers.TryAdd(CodeOf(text), factor))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The multiplier of {text} is {factor}; multipliers are finite, not negative and given once per code."), nameof(options));
            }
        }

        OffenceCode[] codes = options.Codes.Count > 0
            ? [.. options.Codes.Select(CodeOf).Distinct()]
            : [.. parts.SelectMany(p => p.Lookup.Schedule.Rows).Where(r => !r.Expired).SelectMany(r => r.Codes).Where(c => c.Scheme is OffenceCodeScheme.CrimeTree or OffenceCodeScheme.HomeOfficeClass).Distinct().OrderBy(c => c.Scheme).ThenBy(c => c.Text, StringComparer.Ordinal)];
        if (multipliers.Keys.Except(codes).Select(c => c.Text).FirstOrDefault() is { } stray)
        {
            throw new ArgumentException($"There is a multiplier for {stray}, which is not among the codes of the composite.", nameof(options));
        }

        List<HarmRow> rows = [];
        List<UncombinedCode> uncombined = [];
        foreach (OffenceCode code in codes)
        {
            HarmMatch[] matches = [.. parts.Select(p => p.Lookup.Find(code.Text))];
            if (Array.Find(matches, m => m.ScoreDays is null) is { } missing)
            {
                uncombined.Add(new UncombinedCode(code, missing.Explanation));
                continue;
            }

            double factor = multipliers.GetValueOrDefault(code, 1), sum = 0;
            for (int p = 0; p < matches.Length; p++)
            {
                sum += parts[p].Weight * matches[p].ScoreDays!.Value;
            }

            HarmRow first = matches[0].Rows[0];
            rows.Add(new HarmRow(rows.Count + 1, matches[0].Rows.Count == 1 ? first.Title : code.Text, factor * sum, [code])
            {
                Group = first.Group,
                Source = string.Join("; ", matches.Select(m => m.Explanation)),
            });
        }

        if (rows.Count == 0)
        {
            throw new AnalysisException(AnalysisFailure.UnknownCode, $"No code has a score in every part of {name}. {(uncombined.Count > 0 ? uncombined[0].Reason : "The parts hold no crime-tree codes or classes.")} Bring codes that all parts hold, aliases or an ambiguity policy.");
        }

        string edition = string.Join(" + ", parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Weight} × {p.Lookup.Schedule.Info.Label}")));
        HarmScheduleInfo info = new(name, edition, HarmBasis.LocalPriority, null, null, string.Join(" ", parts.Select(p => p.Lookup.Schedule.Info.Licence).Distinct()), provenance)
        {
            IsComplete = uncombined.Count == 0 && parts.All(p => p.Lookup.Schedule.Info.IsComplete),
        };
        return new CompositeSchedule(info, rows, [.. parts], uncombined, FingerprintOf(new HarmSchedule(info, rows), parts, multipliers));
    }

    private static OffenceCode CodeOf(string text) =>
        OffenceCode.TryParse(text, out OffenceCode code, out string? problem) ? code : throw new ArgumentException(problem, nameof(text));

    // The rows alone do not tell tables apart that happen to agree on them.
    private static string FingerprintOf(HarmSchedule combined, IReadOnlyList<CompositePart> parts, Dictionary<OffenceCode, double> multipliers)
    {
        StringBuilder text = new(combined.Fingerprint);
        foreach (CompositePart part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{part.Weight:R} {part.Lookup.Schedule.Fingerprint} {part.Lookup.Options.Ambiguity}");
        }

        foreach ((OffenceCode code, double factor) in multipliers.OrderBy(m => m.Key.Text, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{code.Scheme}:{code.Text} {factor:R}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
