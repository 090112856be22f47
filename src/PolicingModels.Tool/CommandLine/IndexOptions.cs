using System.CommandLine;
using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary>By which index to score, as the command line says it.</summary>
/// <param name="Lookup">The table with its policy and aliases.</param>
/// <param name="Others">Other tables to rank by for comparison, with the same policy and aliases.</param>
/// <param name="Files">The files read, for the run record.</param>
/// <param name="Quality">What was odd about the files.</param>
internal sealed record IndexRequest(HarmLookup Lookup, IReadOnlyList<HarmLookup> Others, IReadOnlyList<string> Files, IReadOnlyList<LoadedHarmSchedule> Quality);

/// <summary>The options that say by which index to score.</summary>
internal sealed class IndexOptions
{
    private static readonly Dictionary<string, AmbiguityPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["fail"] = AmbiguityPolicy.Fail,
        ["minimum"] = AmbiguityPolicy.Minimum,
        ["median"] = AmbiguityPolicy.Median,
        ["maximum"] = AmbiguityPolicy.Maximum,
        ["interval"] = AmbiguityPolicy.Interval,
    };

    private readonly Option<string?> _index = OptionParsers.Text("--index", "cchi|ons|FILE", "The harm index: cchi (published principal offences of 2020, a partial table), ons (Crime Severity Score, December 2020), or a table of your own: an official workbook (.xlsx, .csv), or .json or .csv to the documented schema.");
    private readonly Option<string?> _edition = OptionParsers.Text("--edition", "NAME", "The edition of an --index file that does not say it itself (workbooks and CSV), for instance \"February 2026\".");
    private readonly Option<AmbiguityPolicy?> _ambiguity = OptionParsers.Choice("--ambiguity", string.Join('|', Policies.Keys), "What to do where one code carries several scores. Default fail: such rows carry no score and are listed with what they could carry.", Policies);
    private readonly Option<string?> _aliases = OptionParsers.Text("--aliases", "FILE", "Your own codes with the codes they stand for: CSV with the columns alias,code.");
    private readonly Option<string?> _compare = OptionParsers.Text("--compare", "INDEX,…", "Rank the same offences by other indices too: cchi, ons or .json files.");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _index, _edition, _ambiguity, _aliases, _compare })
        {
            command.Add(option);
        }
    }

    /// <summary>Adds the options by which a ready-made system is given another table; it compares with no others.</summary>
    public IReadOnlyList<Option> AddToSystem(Command command)
    {
        Option[] options = [_index, _edition, _ambiguity, _aliases];
        _index.Description = "For systems that list by harm: another table than the system’s own: cchi, ons, an official workbook (.xlsx, .csv), or .json or .csv to the documented schema.";
        _ambiguity.Description = "What to do where one code of the --index carries several scores. Default minimum, so that nobody is placed higher than the record shows.";
        foreach (Option option in options)
        {
            command.Add(option);
        }

        return options;
    }

    /// <summary>The system scored by another table, with what was read for it; null where the command line names none.</summary>
    /// <exception cref="CommandLineException">The system combines several indices, or an option is of an index that is not named.</exception>
    /// <exception cref="InputRefusedException">A file cannot be used.</exception>
    public (HarmListSystem System, IndexRequest Index)? ReadFor(HarmListSystem system, ParseResult parse)
    {
        if (parse.GetValue(_index) is null)
        {
            return new Option[] { _edition, _ambiguity, _aliases }.FirstOrDefault(o => parse.GetResult(o) is { Implicit: false }) is { } stray
                ? throw new CommandLineException($"{stray.Name} says how --index is read, and none is named; give --index cchi, ons or FILE, or leave it out.")
                : null;
        }

        if (system.Indices.Count > 1)
        {
            throw new CommandLineException($"{system.About.Key} combines {system.Indices.Count} indices, and --index would put one in their place; set its Indices in C#, or leave --index out.");
        }

        IndexRequest request = Read(parse);
        SystemIndex index = new(request.Lookup.Schedule) { Ambiguity = parse.GetValue(_ambiguity) ?? AmbiguityPolicy.Minimum, Aliases = request.Lookup.Options.Aliases };
        return (system with { Indices = [index] }, request);
    }

    /// <exception cref="CommandLineException">No index is named, or one that is not there, or its edition is missing.</exception>
    /// <exception cref="InputRefusedException">A file cannot be used.</exception>
    public IndexRequest Read(ParseResult parse)
    {
        string name = parse.GetValue(_index) ?? throw new CommandLineException("No index is named; give --index cchi, ons or FILE.");
        HarmLookupOptions options = new()
        {
            Ambiguity = parse.GetValue(_ambiguity) ?? AmbiguityPolicy.Fail,
            Aliases = parse.GetValue(_aliases) is { } aliases ? AliasFile.Read(aliases) : new Dictionary<string, string>(),
        };
        string? edition = parse.GetValue(_edition);
        if (edition is not null && HarmSchedules.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new CommandLineException($"--edition is of --index FILE; {name} has its own: leave it out.");
        }

        string[] others = (parse.GetValue(_compare) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        LoadedHarmSchedule schedule = Open("--index", name, edition);
        LoadedHarmSchedule[] compared = [.. others.Select(o => Open("--compare", o, null))];
        if (compared.FirstOrDefault(c => c.Schedule.Fingerprint == schedule.Schedule.Fingerprint) is { } same)
        {
            throw new CommandLineException($"--compare names {same.Schedule.Info.Label}, which is the --index itself; name another.");
        }

        return new IndexRequest(
            new HarmLookup(schedule.Schedule, options),
            [.. compared.Select(c => new HarmLookup(c.Schedule, options))],
            [.. new[] { name, parse.GetValue(_aliases) }.Concat(others).OfType<string>().Where(File.Exists)],
            [schedule, .. compared]);
    }

    private static LoadedHarmSchedule Open(string option, string name, string? edition)
    {
        try
        {
            return HarmSchedules.Open(name, edition);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException($"{option} {name}: {OptionParsers.Sentence(e)}{(e.ParamName == "edition" ? option == "--index" ? " Give --edition NAME." : " Only the index itself may be such a file; write it as JSON to compare with it." : "")}", e);
        }
    }
}
