using System.CommandLine;
using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary><c>policing run</c>: a ready-made system from its input to its report.</summary>
internal sealed class RunVerb : IVerb
{
    private readonly Argument<string?> _system = new("SYSTEM") { Description = $"The system: {string.Join(", ", Systems.All.Select(s => s.About.Key))}.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string[]> _input = new("INPUT") { Description = "What it reads: a file, a folder or a glob.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<DateOnly?> _asOf = OptionParsers.Date("--as-of", "The first day that is not known.");
    private readonly Option<int?> _top = OptionParsers.Whole("--top", "N", "How many to list, for systems that list persons or places.");
    private readonly Option<string?> _boundary = OptionParsers.Text("--boundary", "FILE", "A GeoJSON polygon of the study area, for systems of cells. Without it: the cells that held an event.");
    private readonly Option<string?> _archive = OptionParsers.Text("--archive", "DIR", "Where forecasts are kept, scored when their period has passed, and compared with the next. Default: the output folder.");
    private readonly Option<string?> _model = OptionParsers.Text("--model", "NAME", "For systems of cells: another forecaster than the system's own.");
    private readonly Option<int?> _origins = OptionParsers.Whole("--origins", "N", "For systems of cells: how many past periods the backtest forecasts; 0 for no backtest. Default: the system's own.", least: 0);
    private readonly Option<string?> _types = OptionParsers.Text("--types", "CODE,CODE", "For systems of cells: the values of the type column that count, instead of the system's own.");
    private readonly IndexOptions _index = new();
    private readonly ReadingOptions _reading = new();
    private IReadOnlyList<Option> _indexOptions = [];

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command command = new("run", "Run a ready-made system on its input and write its tables, report and records.");
        command.Add(_system);
        command.Add(_input);
        command.Add(_asOf);
        command.Add(_top);
        command.Add(_boundary);
        command.Add(_archive);
        command.Add(_origins);
        command.Add(_model);
        command.Add(_types);
        _indexOptions = _index.AddToSystem(command);
        _reading.AddTo(command);
        return command;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        ISystem system = Find(parse.GetValue(_system));
        string[] inputs = parse.GetValue(_input) ?? [];
        if (inputs.Length == 0)
        {
            throw new CommandLineException($"{system.About.Key} has nothing to read; name its input: policing run {system.About.Key} FILE --as-of DATE --out DIR.");
        }

        DateOnly asOf = parse.GetValue(_asOf) ?? throw new CommandLineException("No as-of date is named; give --as-of DATE, the first day that is not known.");
        context.RequireKnowable(asOf);
        RefuseStrayOptions(system, parse);
        using OutputFolder folder = Output.Claim(parse);
        Func<ISystemResult> run = Prepare(system, inputs, asOf, parse.GetValue(_archive) ?? folder.Target, parse, context);

        ISystemResult result = context.Step($"Running {system.About.Key}", _ => run());
        context.NoteFindings(result.Quality.Notes);
        context.Step("Writing", _ => result.WriteTo(folder.File, new SystemRun(context.CommandLine, context.StartedAt), pathOf => Carry(result, parse, pathOf)));
        folder.Keep();
        if (parse.GetValue(_archive) is { } archive)
        {
            Keep(result, archive);
        }

        context.Give(Path.Combine(folder.Target, ResultJson.FileName), [.. result.Summary(), $"Report: {Path.Combine(folder.Target, Reports.FileName)}"]);
        return ExitCode.Done;
    }

    /// <summary>An output folder is replaced whole, so the archive in it is carried over.</summary>
    private void Carry(ISystemResult result, ParseResult parse, Func<string, string> pathOf)
    {
        if (parse.GetValue(_archive) is not null)
        {
            return;
        }

        foreach (ArchivedForecast past in (result as GridSystemResult)?.Archive ?? [])
        {
            ForecastArchive.WriteFile(pathOf(past.FileName), past);
        }

        foreach (Seasonality.PlanArchive past in (result as SeasonalityResult)?.Archive ?? [])
        {
            SeasonalityRun.WritePlan(pathOf(SeasonalityRun.FileNameOf(result.System.About.Key, past)), past);
        }
    }

    private static void Keep(ISystemResult result, string archive)
    {
        switch (result)
        {
            case GridSystemResult grid:
                ForecastArchive.Write(archive, grid.Issued);
                break;
            case SeasonalityResult seasonal:
                Seasonality.PlanArchive plan = seasonal.Plan.ToArchive();
                SeasonalityRun.WritePlan(Path.Combine(archive, SeasonalityRun.FileNameOf(seasonal.System.About.Key, plan)), plan);
                break;
            default:
                break;
        }
    }

    private void RefuseStrayOptions(ISystem system, ParseResult parse)
    {
        (Option Option, bool Fits)[] options =
        [
            (_top, system is HarmListSystem),
            .. _indexOptions.Select(o => (o, system is HarmListSystem)),
            (_boundary, system is GridSystem),
            (_archive, system is GridSystem or SeasonalitySystem),
            (_origins, system is GridSystem),
            (_model, system is GridSystem),
            (_types, system is GridSystem),
        ];
        foreach ((Option option, bool fits) in options)
        {
            if (!fits && parse.GetResult(option) is { Implicit: false })
            {
                throw new CommandLineException($"{option.Name} has no use for {system.About.Key}; leave it out.");
            }
        }
    }

    private Func<ISystemResult> Prepare(ISystem system, string[] inputs, DateOnly asOf, string archive, ParseResult parse, CommandContext context)
    {
        switch (system)
        {
            case HarmListSystem list:
                if (inputs.Length > 1)
                {
                    throw new CommandLineException($"{list.About.Key} reads one table of offences, and {inputs.Length} are named; put them into one folder and name that.");
                }

                list = parse.GetValue(_top) is { } top ? list with { Top = top } : list;
                (HarmListSystem System, IndexRequest Index)? scored = _index.ReadFor(list, parse);
                foreach (LoadedHarmSchedule loaded in scored?.Index.Quality ?? [])
                {
                    context.NoteQuality(loaded.Quality);
                }

                list = scored?.System ?? list;
                HarmListInput input = new() { Path = inputs[0], AsOf = asOf, Quality = new Told(context), Reading = _reading.Offences(parse, context.Today), IndexFiles = scored?.Index.Files ?? [] };
                return () => list.RunAsync(input, null, context.Cancellation).GetAwaiter().GetResult();
            case GridSystem grid:
                if (inputs.Length > 1)
                {
                    throw new CommandLineException($"{grid.About.Key} reads one table of events, and {inputs.Length} are named; put them into one folder and name that. The study area goes to --boundary FILE.");
                }

                grid = parse.GetValue(_origins) is { } origins ? grid with { Origins = origins } : grid;
                grid = parse.GetValue(_model) is { } model ? grid with { Model = ModelNames.Create("--model", model).Name } : grid;
                grid = parse.GetValue(_types) is { } types ? grid with { Types = TypesOf(types) } : grid;
                if (grid.Origins == 1)
                {
                    throw new CommandLineException("--origins 1 says nothing of how sure its figures are; give 2 or more, or 0 for no backtest.");
                }

                GridInput events = new() { Path = inputs[0], AsOf = asOf, BoundaryPath = parse.GetValue(_boundary), ArchiveFolder = archive, Quality = new Told(context), Reading = _reading.Events(parse, context.Today) };
                return () => grid.RunAsync(events, null, context.Cancellation).GetAwaiter().GetResult();
            case SeasonalitySystem seasonal:
                if (inputs.Length > 1)
                {
                    throw new CommandLineException($"{seasonal.About.Key} reads one table of monthly counts, and {inputs.Length} are named; put them into one folder and name that.");
                }

                SeasonalityInput counts = new() { Path = inputs[0], AsOf = asOf, ArchiveFolder = archive, Quality = new Told(context), Reading = _reading.Counts(parse, context.Today) };
                return () => seasonal.RunAsync(counts, null, context.Cancellation).GetAwaiter().GetResult();
            default:
                throw new InvalidOperationException($"No way to run {system.GetType().Name} is known.");
        }
    }

    private static string[] TypesOf(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } types
        ? types
        : throw new CommandLineException("--types names nothing; give the values that count, parted by commas: --types 8N,5D.");

    private static ISystem Find(string? key)
    {
        if (key is null)
        {
            throw new CommandLineException($"No system is named; name one of {string.Join(", ", Systems.All.Select(s => s.About.Key))}.");
        }

        try
        {
            return Systems.Find(key);
        }
        catch (ArgumentException e)
        {
            throw new CommandLineException(OptionParsers.Sentence(e), e);
        }
    }

    private sealed class Told(CommandContext context) : IProgress<DataQualityReport>
    {
        public void Report(DataQualityReport value) => context.NoteFindings(value.Notes);
    }
}
