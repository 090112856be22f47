using System.Globalization;

namespace PolicingModels.HarmIndex;

/// <summary>Makes offences of people who do not exist, with known truth: to test rankings, to demonstrate them, and never to learn about real people.</summary>
/// <remarks>
/// Each person has a lasting rate (gamma), a lasting leaning toward graver or lighter offences, and a span of days in which it holds; offences come as a
/// Poisson process and are drawn from the repertoire of the person's kind. Some are never recorded, some are recorded late, some are cancelled, some have
/// co-suspects; domestic offences fall on few victims again and again. All numbers are made up. Every person has a generator of their own, so the
/// same options give the same offences. Thread-safe.
/// </remarks>
public sealed class PeopleSimulator
{
    internal const double DaysPerYear = 365.25;

    private static readonly string[] Outcomes = ["charged", "cautioned", "no-further-action", "under-investigation"];
    private static readonly string[] Weapons = ["none", "knife", "firearm", "other"];

    /// <summary>Makes a simulator.</summary>
    /// <param name="options">What to simulate; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public PeopleSimulator(PeopleOptions? options = null)
    {
        Options = options ?? new PeopleOptions();
        Options.Validate();
    }

    /// <summary>What is simulated.</summary>
    public PeopleOptions Options { get; }

    /// <summary>Makes the people and their offences.</summary>
    /// <param name="cancellationToken">Stops the simulation.</param>
    /// <returns>The same options give the same people.</returns>
    public SimulatedPeople Simulate(CancellationToken cancellationToken = default)
    {
        SeededRandom root = new(Options.Seed);
        string[] wards = [.. Enumerable.Range(1, Options.WardCount).Select(w => string.Create(CultureInfo.InvariantCulture, $"W{w:D3}"))];
        double[] weights = WardWeights(root.Fork(1), wards.Length), cumulative = Cumulative(weights);
        SimulatedPerson[] people = new SimulatedPerson[Options.PersonCount];
        int[] home = new int[people.Length];
        SeededRandom peopleRandom = root.Fork(2), careers = root.Fork(3);
        for (int i = 0; i < people.Length; i++)
        {
            people[i] = Person(peopleRandom.Fork((ulong)i), i, cumulative, wards, out home[i]);
        }

        int[][] circles = Circles(people, home, wards.Length);
        List<Draft> drafts = [];
        long unrecorded = 0;
        int victims = 0;
        for (int i = 0; i < people.Length; i++)
        {
            if (i % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            unrecorded += Career(careers.Fork((ulong)i), people[i], i, home[i], cumulative, circles[CircleOf(people[i].Kind, home[i])], ref victims, drafts);
        }

        // A stable order: by day, then as drawn.
        Draft[] ordered = [.. drafts.Select((d, n) => (d, n)).OrderBy(x => x.d.Day).ThenBy(x => x.n).Select(x => x.d)];
        return Table(ordered, people, wards, victims, new PeopleTruth(people, weights), unrecorded);
    }

    private SimulatedPerson Person(SeededRandom random, int number, double[] cumulativeWards, string[] wards, out int home)
    {
        SimulatedKind kind = (SimulatedKind)random.NextIndex(Cumulative(SimulatedRepertoire.Shares));
        double rate = random.NextGamma(Options.RateShape) * Options.MeanOffencesPerYear / Options.RateShape;
        double leaning = Options.GravityLeaning * random.NextGaussian();
        int first = (int)((random.NextDouble() * (Options.Days + 730)) - 730), length = 1 + (int)random.NextExponential(3 * DaysPerYear);
        home = random.NextIndex(cumulativeWards);
        DateOnly from = Options.Start.AddDays(first);
        return new SimulatedPerson(string.Create(CultureInfo.InvariantCulture, $"P{number + 1:D7}"), kind, rate, leaning, new Period(from, from.AddDays(length)), wards[home]);
    }

    private long Career(SeededRandom random, SimulatedPerson person, int number, int home, double[] cumulativeWards, int[] circle, ref int victims, List<Draft> drafts)
    {
        int from = Math.Max(person.Active.Start.DayNumber, Options.Start.DayNumber), to = Math.Min(person.Active.End.DayNumber, Options.Start.DayNumber + Options.Days);
        if (to <= from)
        {
            return 0;
        }

        bool domestic = person.Kind == SimulatedKind.Domestic;
        IReadOnlyList<SimulatedOffence> repertoire = SimulatedRepertoire.Of(person.Kind);
        double[] choices = Cumulative(SimulatedRepertoire.Probabilities(person.Kind, person.GravityLeaning));
        double recordedShare = SimulatedRepertoire.RecordedShares[(int)person.Kind], mean = person.OffencesPerYear * (to - from) / DaysPerYear;
        long crimes = random.NextPoisson(mean), incidents = domestic ? random.NextPoisson(mean * SimulatedRepertoire.IncidentsPerOffence) : 0, lost = 0;
        int[] partners = [-1, -1];
        for (long k = 0; k < crimes + incidents; k++)
        {
            bool crime = k < crimes;
            int day = from + random.NextInt32(to - from);
            SimulatedOffence offence = repertoire[random.NextIndex(choices)];
            bool kept = random.NextDouble() < recordedShare;
            int recorded = day + (random.NextDouble() < (offence.Gravity >= 1000 ? 0.12 : 0.01) ? (int)random.NextExponential(400) : (int)random.NextExponential(1.2));
            if (!kept || recorded >= Options.Start.DayNumber + Options.Days)
            {
                lost += crime ? 1 : 0;
                continue;
            }

            int victim = -1;
            if (offence.PersonalVictim)
            {
                // One partner after another; strangers are rarely met twice.
                ref int known = ref partners[random.NextDouble() < 0.85 ? 0 : 1];
                bool again = known >= 0 && random.NextDouble() < (domestic ? 0.9 : 0.04);
                known = victim = again ? known : victims++;
            }

            double how = random.NextDouble();
            OffenceDetection detection = how < offence.ProactiveShare ? OffenceDetection.Proactive : how < offence.ProactiveShare + offence.CompanyShare ? OffenceDetection.Company : OffenceDetection.Reported;
            OffenceStatus status = !crime ? OffenceStatus.NonCrime : random.NextDouble() < SimulatedRepertoire.CancelledShare ? OffenceStatus.Cancelled : OffenceStatus.Crime;
            double end = random.NextDouble();
            byte outcome = (byte)(!crime ? 2 : end < 0.16 ? 0 : end < 0.22 ? 1 : end < 0.82 ? 2 : 3);
            OffenceRole role = outcome == 0 ? (random.NextDouble() < 0.55 ? OffenceRole.Convicted : OffenceRole.Charged) : OffenceRole.Suspect;
            byte weapon = (byte)(crime && random.NextDouble() < offence.WeaponShare ? (random.NextDouble() is var w && w < 0.75 ? 1 : w < 0.83 ? 2 : 3) : 0);
            int area = random.NextDouble() < 0.7 ? home : random.NextIndex(cumulativeWards);
            drafts.Add(new Draft(number, crime ? offence.Code : "", day, recorded, victim, area, role, detection, status, outcome, weapon, domestic, Company(random, person.Kind, crime, number, circle)));
        }

        return lost;
    }

    private static int[] Company(SeededRandom random, SimulatedKind kind, bool crime, int number, int[] circle)
    {
        double share = kind switch { SimulatedKind.Violent => 0.2, SimulatedKind.Acquisitive => 0.12, SimulatedKind.Drugs => 0.08, SimulatedKind.Sexual => 0.02, _ => 0 };
        if (!crime || circle.Length < 2 || random.NextDouble() >= share)
        {
            return [];
        }

        int first = circle[random.NextInt32(circle.Length)], second = random.NextDouble() < 0.3 ? circle[random.NextInt32(circle.Length)] : number;
        return [.. new[] { first, second }.Where(p => p != number).Distinct()];
    }

    private SimulatedPeople Table(Draft[] ordered, SimulatedPerson[] people, string[] wards, int victims, PeopleTruth truth, long unrecorded)
    {
        int rows = ordered.Sum(d => 1 + d.Company.Length);
        int[] code = new int[rows], day = new int[rows], recorded = new int[rows], person = new int[rows], victim = new int[rows], area = new int[rows], offence = new int[rows], outcome = new int[rows], weapon = new int[rows], domestic = new int[rows];
        OffenceRole[] role = new OffenceRole[rows];
        OffenceDetection[] detection = new OffenceDetection[rows];
        OffenceStatus[] status = new OffenceStatus[rows];
        bool[] detected = new bool[rows];
        string[] ids = new string[rows];
        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        foreach (SimulatedOffence known in Enum.GetValues<SimulatedKind>().SelectMany(SimulatedRepertoire.Of))
        {
            codes.TryAdd(known.Code, codes.Count);
        }

        int row = 0;
        for (int n = 0; n < ordered.Length; n++)
        {
            Draft draft = ordered[n];
            string id = string.Create(CultureInfo.InvariantCulture, $"SIM-{n + 1:D7}");
            foreach (int who in (ReadOnlySpan<int>)[draft.Person, .. draft.Company])
            {
                (code[row], day[row], recorded[row], person[row], victim[row], area[row]) = (draft.Code.Length == 0 ? -1 : codes[draft.Code], draft.Day, draft.Recorded, who, draft.Victim, draft.Area);
                (offence[row], outcome[row], weapon[row], domestic[row], ids[row]) = (n, draft.Outcome, draft.Weapon, draft.Domestic ? 0 : 1, id);
                (role[row], detection[row], status[row], detected[row]) = (draft.Role, draft.Detection, draft.Status, draft.Outcome <= 1);
                row++;
            }
        }

        HarmOffences offences = new(
            new CategoryColumn("offence_code", code, [.. codes.Keys]),
            day,
            new CategoryColumn("person", person, [.. people.Select(p => p.Person)]),
            new CategoryColumn("victim", victim, [.. Enumerable.Range(1, victims).Select(v => string.Create(CultureInfo.InvariantCulture, $"V{v:D7}"))]),
            new CategoryColumn("area", area, wards),
            offence,
            recordedDay: recorded,
            role: role,
            detection: detection,
            status: status,
            detected: detected);
        return new SimulatedPeople(Options, offences, ids, new CategoryColumn("outcome", outcome, Outcomes), new CategoryColumn("weapon", weapon, Weapons), new CategoryColumn("domestic", domestic, ["yes", "no"]), truth, unrecorded);
    }

    /// <summary>Who may offend together: the people of one kind in one ward.</summary>
    private static int[][] Circles(SimulatedPerson[] people, int[] home, int wards)
    {
        List<int>[] members = [.. Enumerable.Range(0, wards * Enum.GetValues<SimulatedKind>().Length).Select(_ => new List<int>())];
        for (int i = 0; i < people.Length; i++)
        {
            members[CircleOf(people[i].Kind, home[i])].Add(i);
        }

        return [.. members.Select(m => m.ToArray())];
    }

    private static int CircleOf(SimulatedKind kind, int ward) => (ward * Enum.GetValues<SimulatedKind>().Length) + (int)kind;

    private static double[] WardWeights(SeededRandom random, int count)
    {
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => 0.1 + random.NextGamma(1.2))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    private static double[] Cumulative(ReadOnlySpan<double> weights)
    {
        double[] sums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += weights[i];
        }

        return sums;
    }

    private sealed record Draft(int Person, string Code, int Day, int Recorded, int Victim, int Area, OffenceRole Role, OffenceDetection Detection, OffenceStatus Status, byte Outcome, byte Weapon, bool Domestic, int[] Company);
}
