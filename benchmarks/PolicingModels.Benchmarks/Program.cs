using BenchmarkDotNet.Running;
using PolicingModels.Benchmarks;

if (args is ["binning", ..])
{
    BinningTable.Print(Console.Out, repeats: args.Contains("--quick") ? 15 : 60);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(BinningBenchmarks).Assembly).Run(args);
