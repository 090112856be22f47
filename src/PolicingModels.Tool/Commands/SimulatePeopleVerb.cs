using System.CommandLine;
using System.Globalization;
using PolicingModels.HarmIndex;

namespace PolicingModels.Tool;

/// <summary><c>policing simulate people</c>: offences of people who do not exist, with the truth behind them.</summary>
internal sealed class SimulatePeopleVerb : IVerb
{
    private static readonly Dictionary<string, PopulationSize> Sizes = new(StringComparer.Ordinal)
    {
        ["small"] = PopulationSize.Small,
        ["medium"] = PopulationSize.Medium,
        ["large"] = PopulationSize.Large,
    };

    private readonly Option<ulong?> _seed = OptionParsers.Seed();
    private readonly Option<PopulationSize?> _size = OptionParsers.Choice("--size", "small|medium|large", "How many people there are. Default small.", Sizes);

    public OutputOptions Output { get; } = new();

    public Command Define()
    {
        Command people = new("people", "Write the offences of made-up people, with the truth they were drawn from.");
        people.Add(_seed);
        people.Add(_size);
        Command simulate = new("simulate", "Make input whose truth is known.");
        simulate.Add(people);
        return simulate;
    }

    public int Run(ParseResult parse, CommandContext context)
    {
        PeopleOptions options = new() { Seed = parse.GetValue(_seed) ?? 1, Size = parse.GetValue(_size) ?? PopulationSize.Small };
        using OutputFolder folder = Output.Claim(parse);

        PeopleRun run = PeopleRun.Of(options, context);
        context.Step("Writing", _ => run.Write(folder, context));
        folder.Keep();
        string offences = Path.Combine(folder.Target, PeopleRun.OffencesFile);
        context.Give(Path.Combine(folder.Target, ResultJson.FileName),
        [
            run.Line(),
            string.Create(CultureInfo.InvariantCulture, $"Rank them: policing run vawg-100 {offences} --as-of {run.People.Span.End:yyyy-MM-dd} --out vawg-100"),
            $"Report: {Path.Combine(folder.Target, Reports.FileName)}",
        ]);
        return ExitCode.Done;
    }
}
