using System.CommandLine;

namespace PolicingModels.Tool;

/// <summary><c>policing systems</c>: the ready-made systems, with unit, horizon and provenance.</summary>
internal sealed class SystemsVerb : IVerb
{
    public OutputOptions Output { get; } = new() { HasFolder = false };

    public Command Define() => new("systems", "List the ready-made systems: what each answers, for which unit and horizon, and what its rule rests on.");

    public int Run(ParseResult parse, CommandContext context)
    {
        if (context.Settings.Json)
        {
            context.Output.WriteLine(SystemFiles.DescribeAsJson(Systems.All));
            return ExitCode.Done;
        }

        if (context.Settings.Quiet)
        {
            return ExitCode.Done;
        }

        foreach (ISystem system in Systems.All)
        {
            SystemDescription about = system.About;
            context.Output.WriteLine($"{about.Key}");
            context.Output.WriteLine($"  {about.Question}");
            context.Output.WriteLine($"  unit: {about.Unit}");
            context.Output.WriteLine($"  horizon: {about.Horizon}; {about.Cadence}");
            context.Output.WriteLine($"  reads: {Reads(system.Input)}");
            context.Output.WriteLine($"  {about.Provenance.Kind}: {about.Provenance.Source}");
            context.Output.WriteLine();
        }

        context.Output.WriteLine("Run one: policing run SYSTEM INPUT --as-of DATE --out DIR");
        return ExitCode.Done;
    }

    private static string Reads(SystemInput input) => input switch
    {
        SystemInput.Offences => "offences, one row per offence and linked person (policing simulate people writes some)",
        SystemInput.Events => "events with a place and a time (policing simulate city writes some)",
        _ => "monthly counts: area,type,month,count",
    };
}
