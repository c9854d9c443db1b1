using BenchmarkDotNet.Running;
using Minima.Bench;

// side-by-side [--no-torch]: the table of docs/performance.md; evaluate: requests a second; anything else: BenchmarkDotNet's own arguments.
switch (args.FirstOrDefault())
{
    case "side-by-side":
        SideBySide.Run(withTorch: !args.Contains("--no-torch"));
        break;
    case "evaluate":
        EvaluateRate.Run();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SideBySide).Assembly).Run(args);
        break;
}
