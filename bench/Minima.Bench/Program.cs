using BenchmarkDotNet.Running;
using Minima.Bench;

// side-by-side [--no-torch]: the table of docs/performance.md; evaluate: requests a second; ways: lanes, compiled, by hand; plan LOSS: its stages; anything else: BenchmarkDotNet's own arguments.
switch (args.FirstOrDefault())
{
    case "side-by-side":
        SideBySide.Run(withTorch: !args.Contains("--no-torch"));
        break;
    case "evaluate":
        EvaluateRate.Run();
        break;
    case "ways":
        Ways.Run();
        break;
    case "plan":
        PlanText.Write(args[1]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SideBySide).Assembly).Run(args);
        break;
}
