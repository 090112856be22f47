using System.CommandLine;
using System.Globalization;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.Tool;

/// <summary><c>policing simulate city</c>: a city whose truth is known, to try a method on.</summary>
internal sealed class SimulateVerb : IVerb
{
    private static readonly Dictionary<string, CitySize> Sizes = new(StringComparer.Ordinal)
    {
        ["small"] = CitySize.Small,
        ["medium"] = CitySize.Medium,
        ["large"] = CitySize.Large,
    };

    private readonly Option<ulong?> _seed = OptionParsers.Seed();
    private readonly Option<CitySize?> _size = OptionParsers.Choice("--size", "small|medium|large", "How large the city is. Default small.", Sizes);

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command city = new("city", "Write the events of a made-up city, with the truth they were drawn from.");
        city.Add(_seed);
        city.Add(_size);
        Command simulate = new("simulate", "Make input whose truth is known.");
        simulate.Add(city);
        return simulate;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        CityOptions options = new() { Seed = parse.GetValue(_seed) ?? 1, Size = parse.GetValue(_size) ?? CitySize.Small };
        using OutputFolder folder = Output.Claim(parse);

        CityRun run = CityRun.Of(options, context);
        context.Step("Writing", _ => run.Write(folder, context));
        folder.Keep();
        context.Give(Path.Combine(folder.Target, ResultJson.FileName),
        [
            run.Line(),
            string.Create(CultureInfo.InvariantCulture, $"Forecast it: policing forecast --events {Path.Combine(folder.Target, CityRun.EventsFile)} --where type=burglary --boundary {Path.Combine(folder.Target, CityRun.BoundaryFile)} --cell-area 1 --period four-weekly --as-of {run.City.Span.End:yyyy-MM-dd} --out forecast"),
            $"Report: {Path.Combine(folder.Target, Reports.FileName)}",
        ]);
        return ExitCode.Done;
    }
}
