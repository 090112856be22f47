using System.CommandLine;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary><c>policing forecast</c>: events in, the coming period per cell out, with its uncertainty.</summary>
internal sealed class ForecastVerb : IVerb
{
    private readonly EventOptions _events = new();
    private readonly PlaceOptions _places = new();
    private readonly PeriodOption _period = new();
    private readonly Option<DateOnly?> _asOf = OptionParsers.Date("--as-of", "The first day that is not known; the forecast starts there.");
    private readonly Option<int?> _horizon = OptionParsers.Whole("--horizon", "N", "1 for the coming period (default), 2 for the one after it.");
    private readonly Option<string?> _model = OptionParsers.Text("--model", "NAME", $"The model: {string.Join(", ", Forecasters.Names)}. Default {ModelNames.Default}.");
    private readonly Option<double?> _bandwidth = OptionParsers.Positive("--bandwidth", "METRES", "Bandwidth of kernel-density, in metres. Default: chosen from the data.", "in metres");

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command command = new("forecast", "Forecast the count of events per cell in a coming period, with its uncertainty.");
        _events.AddTo(command);
        _places.AddTo(command);
        _period.AddTo(command);
        command.Add(_asOf);
        command.Add(_horizon);
        command.Add(_model);
        command.Add(_bandwidth);
        return command;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        EventRequest events = _events.Read(parse);
        PlaceRequest places = _places.Read(parse);
        PeriodCalendar calendar = _period.Read(parse);
        DateOnly asOf = parse.GetValue(_asOf) ?? throw new CommandLineException("No as-of date is named; give --as-of DATE, the first day that is not known.");
        int horizon = parse.GetValue(_horizon) ?? 1;
        IGridForecaster model = ModelNames.Create("--model", parse.GetValue(_model) ?? ModelNames.Default, parse.GetValue(_bandwidth));
        using OutputFolder folder = Output.Claim(parse);

        History history = History.Read(events, places, calendar, asOf, _period.From(parse), context);
        ForecastRun run = ForecastRun.Of(history, model, horizon, context);
        run.Write(folder, context);
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName), run.Summary(folder.Target));
        return ExitCode.Done;
    }
}
