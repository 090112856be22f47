using System.Globalization;
using PolicingModels.HarmIndex;

namespace PolicingModels;

/// <summary>What happens where the last place of a list and the first one left out have the same harm.</summary>
public enum TieRule
{
    /// <summary>The later last offence goes first, then more offences, then the name: a list of exactly the asked length.</summary>
    ByOrder,

    /// <summary>All who are tied with the last place are listed: the list may be longer than asked, and no name decides.</summary>
    ListAll,
}

/// <summary>A named way of ordering by recency, frequency and gravity.</summary>
/// <param name="Name">Its name, also that of its file.</param>
/// <param name="Options">Tables and rule.</param>
public sealed record PriorityList(string Name, RecencyFrequencyGravityOptions Options);

/// <summary>A system that lists persons or places by the harm of their offences in a window.</summary>
public sealed record HarmListSystem : ISystem
{
    /// <inheritdoc/>
    public required SystemDescription About { get; init; }

    /// <summary>What is listed.</summary>
    public required HarmUnit ListedBy { get; init; }

    /// <summary>Which offences count: those that any clause takes.</summary>
    public required IReadOnlyList<OffenceClause> Offences { get; init; }

    /// <summary>The harm indices; several are combined by their weights, and a code that one of them cannot score is then left unscored and listed.</summary>
    public required IReadOnlyList<SystemIndex> Indices { get; init; }

    /// <summary>Length of the window in days, at least 1. The window is [as-of date − this, as-of date). Default 365.</summary>
    public int WindowDays { get; init; } = 365;

    /// <summary>Which date decides. Default: the day of the offence.</summary>
    public HarmDateBasis DateBasis { get; init; } = HarmDateBasis.Occurred;

    /// <summary>The roles that count; empty (the default) for all but victims.</summary>
    public IReadOnlyList<OffenceRole> Roles { get; init; } = [];

    /// <summary>How co-suspects of one offence are credited. Default: each in full.</summary>
    public CoSuspectRule CoSuspects { get; init; } = CoSuspectRule.Full;

    /// <summary>Leave out offences found by police activity. Default true, as the Cambridge index asks.</summary>
    public bool ExcludeProactive { get; init; } = true;

    /// <summary>Outcomes whose offences are left out: the minimum of evidence below which a report does not count. Default: none.</summary>
    public IReadOnlyList<string> ExcludedOutcomes { get; init; } = [];

    /// <summary>Fewest offences that count a person or place must have, at least 1. Default 1.</summary>
    public int MinimumOffences { get; init; } = 1;

    /// <summary>How many to list, at least 1; null for all. Default 100.</summary>
    public int? Top { get; init; } = 100;

    /// <summary>What happens at a tie across the end of the list. Default: by order, and the result says how many are tied with the last place and left out.</summary>
    public TieRule Ties { get; init; } = TieRule.ByOrder;

    /// <summary>Days from one run to the next, at least 1: turnover compares with the list of so many days ago, and a list expires after so many. Default 28.</summary>
    public int CadenceDays { get; init; } = 28;

    /// <summary>Days of the held-out check: the list of so many days ago against the harm since, at least 28. Default 365.</summary>
    public int HeldOutDays { get; init; } = 365;

    /// <summary>Share of all ranked that turnover, stability and the held-out check look at where everybody is listed (<see cref="Top"/> is null), above 0 and at most 1. Default 0.1.</summary>
    public double FocusShare { get; init; } = 0.1;

    /// <summary>Further orders by recency, frequency and gravity; none by default.</summary>
    public IReadOnlyList<PriorityList> PriorityLists { get; init; } = [];

    /// <summary>Share by which every weight is changed by chance to see how firm the places are, above 0 and below 1. Default 0.2.</summary>
    public double WeightNoise { get; init; } = 0.2;

    /// <summary>Seed of the resampling. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public SystemInput Input => SystemInput.Offences;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings
    {
        get
        {
            CultureInfo c = CultureInfo.InvariantCulture;
            List<KeyValuePair<string, string>> settings = [];
            void Add(string name, string value) => settings.Add(new(name, value));
            Add("listedBy", ListedBy.ToString());
            foreach ((int n, OffenceClause clause) in Offences.Index())
            {
                Add(string.Create(c, $"offences{n + 1}"), clause.ToString());
            }

            foreach ((int n, SystemIndex index) in Indices.Index())
            {
                Add(string.Create(c, $"index{n + 1}"), index.ToString());
                Add(string.Create(c, $"index{n + 1}Fingerprint"), index.Schedule.Fingerprint);
            }

            Add("windowDays", WindowDays.ToString(c));
            Add("dateBasis", DateBasis.ToString());
            Add("roles", Roles.Count == 0 ? "all but victims" : string.Join(", ", Roles));
            Add("coSuspects", CoSuspects.ToString());
            Add("excludeProactive", ExcludeProactive.ToString());
            Add("excludedOutcomes", ExcludedOutcomes.Count == 0 ? "none" : string.Join(", ", ExcludedOutcomes));
            Add("minimumOffences", MinimumOffences.ToString(c));
            Add("top", Top?.ToString(c) ?? "all");
            Add("ties", Ties.ToString());
            Add("cadenceDays", CadenceDays.ToString(c));
            Add("heldOutDays", HeldOutDays.ToString(c));
            if (Top is null)
            {
                Add("focusShare", FocusShare.ToString(c));
            }

            Add("weightNoise", WeightNoise.ToString(c));
            foreach (PriorityList list in PriorityLists)
            {
                Add(list.Name, Describe(list.Options));
            }

            return settings;
        }
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(About);
        About.Validate();
        RequireAny(Offences, nameof(Offences), "clause");
        RequireAny(Indices, nameof(Indices), "harm index");
        Require(WindowDays, 1, nameof(WindowDays), "days");
        Require(MinimumOffences, 1, nameof(MinimumOffences), "offences");
        Require(Top ?? 1, 1, nameof(Top), "places, or null for all");
        Require(CadenceDays, 1, nameof(CadenceDays), "days");
        Require(HeldOutDays, 28, nameof(HeldOutDays), "days");
        if (!(WeightNoise is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(WeightNoise), WeightNoise, "WeightNoise is above 0 and below 1.");
        }

        if (!(FocusShare is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(FocusShare), FocusShare, "FocusShare is above 0 and at most 1.");
        }

        foreach (OffenceClause clause in Offences)
        {
            clause.Validate();
        }

        foreach (SystemIndex index in Indices)
        {
            if (!(index.Weight > 0) || double.IsInfinity(index.Weight))
            {
                throw new ArgumentOutOfRangeException(nameof(Indices), index.Weight, $"The weight of {index.Schedule.Info.Label} is finite and above 0.");
            }
        }

        if (PriorityLists.Select(p => p.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < PriorityLists.Count || PriorityLists.Any(p => string.IsNullOrWhiteSpace(p.Name) || p.Name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0))
        {
            throw new ArgumentException("Each priority list has a name of its own that can name a file.", nameof(PriorityLists));
        }
    }

    /// <summary>The look-up by which offences are scored: the index, or the indices combined over the codes of the data.</summary>
    /// <param name="codes">The codes of the data, for a combination.</param>
    /// <exception cref="AnalysisException">No code has a score in every index.</exception>
    public HarmLookup LookupFor(IEnumerable<string> codes)
    {
        if (Indices.Count == 1)
        {
            return Indices[0].ToLookup();
        }

        string[] known = [.. codes.Where(c => OffenceCode.TryParse(c, out _, out _))];
        return new HarmLookup(CompositeSchedule.Of(About.Key, [.. Indices.Select(i => new CompositePart(i.ToLookup(), i.Weight))], About.Provenance, new CompositeOptions { Codes = known }));
    }

    private static string Describe(RecencyFrequencyGravityOptions o)
    {
        static string Bands(PointTable table) => string.Join(", ", table.Bands.Select(b => string.Create(CultureInfo.InvariantCulture, $"from {b.From}: {b.Points}")));
        return string.Create(CultureInfo.InvariantCulture, $"{o.Rule} of recency ({Bands(o.Recency)}), frequency ({Bands(o.Frequency)}) and {o.Measure} ({Bands(o.Gravity)}); {o.Provenance.Kind}: {o.Provenance.Source}");
    }

    private static void RequireAny<T>(IReadOnlyList<T> items, string name, string what)
    {
        ArgumentNullException.ThrowIfNull(items, name);
        if (items.Count == 0)
        {
            throw new ArgumentException($"A system has at least one {what}.", name);
        }
    }

    private static void Require(int value, int least, string name, string unit)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {least} or more {unit}."));
        }
    }
}
