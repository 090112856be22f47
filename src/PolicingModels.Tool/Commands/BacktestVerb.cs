using System.CommandLine;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary><c>policing backtest</c>: how models would have done at past origins, each seeing only what was known then.</summary>
internal sealed class BacktestVerb : IVerb
{
    private readonly EventOptions _events = new();
    private readonly PlaceOptions _places = new();
    private readonly PeriodOption _period = new();
    private readonly Option<DateOnly?> _asOf = OptionParsers.Date("--as-of", "The first day that is not used. Default: the day after the last event.");
    private readonly Option<string?> _models = OptionParsers.Text("--models", "NAME,NAME|all", $"The models: all, or some of {string.Join(", ", Forecasters.Names)}.");
    private readonly Option<int?> _origins = OptionParsers.Whole("--origins", "N", "How many origins: the last N periods are each forecast from all before.", least: 2);
    private readonly Option<DateOnly?> _firstOrigin = OptionParsers.Date("--first-origin", "Instead of --origins: every period that starts on or after this day is an origin.");
    private readonly Option<ulong?> _seed = OptionParsers.Seed();
    private readonly Option<string?> _cellCounts = OptionParsers.Text("--cell-counts", "FILE", "Counts already made, instead of --events: a period's start date, then one column per cell.");
    private readonly Option<string?> _cells = OptionParsers.Text("--cells", "FILE", "The cells of --cell-counts, in the same order: cell,easting,northing[,area_km2].");
    private readonly Option<int?> _placements = OptionParsers.Whole("--placements", "N", $"On how many placements of the grid the hit rate is taken, for every model, 2 or more; 0 for none. Default {BacktestRun.DefaultPlacements}, for the best baseline and historical-mean alone.", least: 0);
    private readonly Option<bool> _predictions = OptionParsers.Flag("--predictions", "Also write predictions-MODEL.csv: expected counts, origin × cell.");
    private readonly Option<bool> _requireSkill = OptionParsers.Flag("--require-skill", "Exit with 4 unless every model that is not a baseline beats the best baseline on the log score.");

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command command = new("backtest", "Score models at past origins, each seeing only what was known then, and compare them with every baseline.");
        _events.AddTo(command);
        _places.AddTo(command);
        _period.AddTo(command);
        foreach (Option option in new Option[] { _asOf, _models, _origins, _firstOrigin, _seed, _cellCounts, _cells, _placements, _predictions, _requireSkill })
        {
            command.Add(option);
        }

        return command;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        IReadOnlyList<IGridForecaster> models = ModelNames.CreateAll("--models", parse.GetValue(_models) ?? throw new CommandLineException("No models are named; give --models all, or their names separated by commas."));
        BacktestOptions options = Options(parse);
        int? placements = parse.GetValue(_placements);
        if (placements == 1)
        {
            throw new CommandLineException("--placements 1 shows no spread; give 2 or more, or 0 for none.");
        }

        Func<History> read = Source(parse, options, context);
        using OutputFolder folder = Output.Claim(parse);

        BacktestRun run = BacktestRun.Of(read(), models, options, placements, context);
        run.Write(folder, context, parse.GetValue(_predictions));
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName), run.Summary(folder.Target));
        return parse.GetValue(_requireSkill) ? context.Gate(run.WithoutSkill()) : ExitCode.Done;
    }

    private BacktestOptions Options(ParseResult parse)
    {
        int? origins = parse.GetValue(_origins);
        DateOnly? first = parse.GetValue(_firstOrigin);
        if (origins is null == first is null)
        {
            throw new CommandLineException(origins is null ? "No origins are named; give --origins N or --first-origin DATE." : "--origins and --first-origin are both given; leave one out.");
        }

        BacktestOptions options = new() { FirstOrigin = first, Seed = parse.GetValue(_seed) ?? 1 };
        return origins is { } count ? options with { Origins = count } : options;
    }

    private Func<History> Source(ParseResult parse, BacktestOptions options, CommandContext context)
    {
        string? counts = parse.GetValue(_cellCounts), cells = parse.GetValue(_cells);
        if (counts is null && cells is null)
        {
            EventRequest events = _events.Read(parse);
            PlaceRequest places = _places.Read(parse);
            PeriodCalendar calendar = _period.Read(parse);
            return () => History.Read(events, places, calendar, parse.GetValue(_asOf), _period.From(parse), context, periods => FirstOrigin(periods, options));
        }

        if (counts is null || cells is null)
        {
            throw new CommandLineException(counts is null ? "--cells describes the cells of --cell-counts, which is not given; add --cell-counts FILE." : "--cell-counts needs to know where its cells lie; add --cells FILE.");
        }

        string? other = _events.FirstGiven(parse) ?? _places.FirstGiven(parse) ?? _period.FirstGiven(parse);
        return other is null
            ? () => History.ReadCounts(counts, cells, parse.GetValue(_asOf), context)
            : throw new CommandLineException($"--cell-counts already says what was counted, so {other} has no use; leave one of them out.");
    }

    // A request for more origins than there are periods is left for the backtest to refuse, in its own words.
    private static DateOnly? FirstOrigin(PeriodSequence periods, BacktestOptions options) =>
        options.FirstOrigin ?? (periods.Count > options.Origins ? periods[periods.Count - options.Origins].Start : null);
}
