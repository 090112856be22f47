namespace PolicingModels.HarmIndex;

/// <summary>What is true of a simulated person, recorded or not.</summary>
/// <param name="Person">The name in the offences.</param>
/// <param name="Kind">What the person mostly does.</param>
/// <param name="OffencesPerYear">Own offences per year of 365.25 days while active, recorded or not.</param>
/// <param name="GravityLeaning">Lasting leaning toward graver (above 0) or lighter (below 0) offences.</param>
/// <param name="Active">The days on which the person offends at this rate.</param>
/// <param name="HomeWard">Where most of it happens.</param>
public sealed record SimulatedPerson(string Person, SimulatedKind Kind, double OffencesPerYear, double GravityLeaning, Period Active, string HomeWard);

/// <summary>The lasting rates behind simulated offences: what a ranking tries to see through the luck of single records. Immutable and thread-safe.</summary>
public sealed class PeopleTruth
{
    internal PeopleTruth(IReadOnlyList<SimulatedPerson> people, IReadOnlyList<double> wardWeights)
    {
        People = people;
        WardWeights = wardWeights;
    }

    /// <summary>Every person who may offend, in the order of their names; some never do.</summary>
    public IReadOnlyList<SimulatedPerson> People { get; }

    /// <summary>Share of offences away from home that falls in each ward, in the order of the wards' names.</summary>
    public IReadOnlyList<double> WardWeights { get; }

    /// <summary>Share of a kind's offences that is ever recorded, 0 to 1.</summary>
    public static double RecordedShare(SimulatedKind kind) => SimulatedRepertoire.RecordedShares[(int)kind];

    /// <summary>How many of a person's own offences are to be expected on the record for a span of days: cancelled ones included, offences of co-suspects and non-crimes not.</summary>
    /// <param name="person">The person's number in <see cref="People"/>.</param>
    /// <param name="span">Days of occurrence.</param>
    public double ExpectedOffences(int person, Period span)
    {
        SimulatedPerson p = People[person];
        int days = Math.Min(p.Active.End.DayNumber, span.End.DayNumber) - Math.Max(p.Active.Start.DayNumber, span.Start.DayNumber);
        return days <= 0 ? 0 : p.OffencesPerYear * days / PeopleSimulator.DaysPerYear * RecordedShare(p.Kind);
    }

    /// <summary>The harm to be expected from each person's own recorded offences in a span of days, in days of the schedule, in the order of <see cref="People"/>.</summary>
    /// <param name="span">Days of occurrence.</param>
    /// <param name="lookup">The schedule with its policy; codes without a score add nothing.</param>
    public IReadOnlyList<double> ExpectedHarmDays(Period span, HarmLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        double[][] scores = [.. Enum.GetValues<SimulatedKind>().Select(k => SimulatedRepertoire.Of(k).Select(o => lookup.Find(o.Code).ScoreDays ?? 0).ToArray())];
        double[] expected = new double[People.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            double offences = ExpectedOffences(i, span);
            if (offences > 0)
            {
                double[] probabilities = SimulatedRepertoire.Probabilities(People[i].Kind, People[i].GravityLeaning), days = scores[(int)People[i].Kind];
                for (int o = 0; o < days.Length; o++)
                {
                    expected[i] += offences * probabilities[o] * days[o];
                }
            }
        }

        return expected;
    }
}

/// <summary>People who do not exist and the records made about them, with everything that is true of them.</summary>
public sealed class SimulatedPeople
{
    internal SimulatedPeople(PeopleOptions options, HarmOffences offences, IReadOnlyList<string> offenceIds, CategoryColumn outcome, CategoryColumn weapon, CategoryColumn domestic, PeopleTruth truth, long unrecorded)
    {
        Options = options;
        Offences = offences;
        OffenceIds = offenceIds;
        Outcome = outcome;
        Weapon = weapon;
        Domestic = domestic;
        Truth = truth;
        Unrecorded = unrecorded;
    }

    /// <summary>One sentence to put beside every figure made from them.</summary>
    public static string Notice => "Simulated data: these people do not exist, and none of these offences happened.";

    /// <summary>What they were made from.</summary>
    public PeopleOptions Options { get; }

    /// <summary>One row per offence and person, in order of occurrence; rows of co-suspects share their offence number.</summary>
    public HarmOffences Offences { get; }

    /// <summary>The name of each row's offence.</summary>
    public IReadOnlyList<string> OffenceIds { get; }

    /// <summary>What came of each offence: charged, cautioned, no-further-action, under-investigation.</summary>
    public CategoryColumn Outcome { get; }

    /// <summary>The weapon that was part of it: knife, firearm, other, none.</summary>
    public CategoryColumn Weapon { get; }

    /// <summary>Whether it was domestic: yes or no.</summary>
    public CategoryColumn Domestic { get; }

    /// <summary>The lasting rates behind the records.</summary>
    public PeopleTruth Truth { get; }

    /// <summary>Offences in the span that were never recorded, or not before its end.</summary>
    public long Unrecorded { get; }

    /// <summary>The days over which offences occur; every record is made before its end.</summary>
    public Period Span => new(Options.Start, Options.Start.AddDays(Options.Days));
}
