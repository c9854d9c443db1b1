using BenchmarkDotNet.Running;
using Minima.Bench;

// side-by-side [--no-torch]: the table of docs/performance.md (MINIMA_PYTHON names a Python with another PyTorch; from 2.0 on, torch.compile is measured too); rows [--no-torch] [--least] [part of a name]: losses over rows, medians or (on a busy machine) least times;
// concert: steps in which losses act together; steps, training-kernels: training steps, and the kernels below them, arguments as for rows; boxes, sums, batches, survival, lists [--no-torch] [--least]: pairs of boxes, losses of sums, of whole batches, Cox's partial likelihood, lists; csv: an epoch over a CSV file;
// trees [--no-peer] [LOSS]: boosted trees beside libxgboost; tree-losses [SEEDS [TABLE [LOSS]]] [--peers FILE]: their held-out losses beside XGBoost's and scikit-learn's own objectives; tree-orders [SEEDS]: times until an event and orders, beside XGBoost's; tree-formulas [--formulas PART] [--tables PART] [--peers FILE]: formulas that these have not, beside the nearest that they have; tree-nonconvex [PART;PART]: losses that are not convex, with and without a window; tree-memory: stated and measured; tree-settings leaves|rows|columns [--rows N] [--seeds N] [--plain]: other settings of boosting than the usual ones, cross-validated; tree-categories: columns of many categories, beside XGBoost;
// larger-than-memory [rows=N] [memory=SIZE|none] [folder=PATH] [only=COMMAND] [format=csv|parquet]: four commands on one table within a budget, measured by the kernel;
// parquet-sums [rows=N] [folder=PATH] [memory=SIZE] [repeats=N]: a fit of a Parquet file within a budget, and a step's query beside plain sums of doubles and a scan;
// evaluate: requests a second; ways: lanes, compiled, by hand; plan LOSS: its stages; anything else: BenchmarkDotNet's own arguments.
string? Given(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

switch (args.FirstOrDefault())
{
    case "side-by-side":
        SideBySide.Run(withTorch: !args.Contains("--no-torch"));
        break;
    case "rows":
        RowsSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5, args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')));
        break;
    case "steps":
        TrainingSteps.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5, args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')));
        break;
    case "boxes":
        BoxesSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5);
        break;
    case "sums":
        SumsSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5);
        break;
    case "batches":
        BatchesSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5, args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')));
        break;
    case "concert":
        ConcertSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5);
        break;
    case "survival":
        SurvivalSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5);
        break;
    case "lists":
        ListsSideBySide.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5);
        break;
    case "trees":
        TreesSideBySide.Run(withPeer: !args.Contains("--no-peer"), rows: 1_000_000, rounds: 100, repeats: 2, args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')) ?? "half_mse");
        break;
    case "tree-losses":
        string[] words = [.. args.Skip(1).TakeWhile(word => word != "--peers")];
        TreeLosses.Run(words.Length > 0 ? int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture) : 10, words.ElementAtOrDefault(1) ?? "", words.ElementAtOrDefault(2), Given("--peers"));
        break;
    case "tree-orders":
        TreeOrders.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10);
        break;
    case "tree-formulas":
        TreeFormulas.Run(Given("--formulas") ?? "", Given("--tables") ?? "", Given("--peers"));
        break;
    case "tree-nonconvex":
        TreeNonConvex.Run(args.ElementAtOrDefault(1) ?? "");
        break;
    case "tree-memory":
        TreeMemory.Run();
        break;
    case "tree-settings":
        TreeSettings.Run(args.ElementAtOrDefault(1) ?? "rows", int.Parse(Given("--rows") ?? "0", System.Globalization.CultureInfo.InvariantCulture), int.Parse(Given("--seeds") ?? "1", System.Globalization.CultureInfo.InvariantCulture), args.Contains("--plain"));
        break;
    case "tree-categories":
        TreeCategories.Run();
        break;
    case "csv":
        CsvEpoch.Run(withTorch: !args.Contains("--no-torch"));
        break;
    case "training-kernels":
        TrainingKernels.Run(withTorch: !args.Contains("--no-torch"), args.Contains("--least") ? 0 : 0.5, args.Skip(1).FirstOrDefault(argument => !argument.StartsWith('-')));
        break;
    case "evaluate":
        EvaluateRate.Run();
        break;
    case "ways":
        Ways.Run();
        break;
    case "larger-than-memory":
        LargerThanMemory.Run(args.Skip(1));
        break;
    case "parquet-sums":
        ParquetSums.Run(args.Skip(1));
        break;
    case "plan":
        PlanText.Write(args[1]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SideBySide).Assembly).Run(args);
        break;
}
