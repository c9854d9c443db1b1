using System.Diagnostics;
using Minima.Examples.Boxes;
using Minima.Examples.Convolution;
using Minima.Examples.Embeddings;
using Minima.Examples.Gradients;
using Minima.Examples.LossTable;
using Minima.Examples.Mlp;
using Minima.Examples.Ordinal;
using Minima.Examples.Pairs;
using Minima.Examples.Ranking;
using Minima.Examples.Segmentation;
using Minima.Examples.Strips;
using Minima.Examples.Survival;
using Minima.Examples.Text;

namespace Minima.Examples;

internal static class Program
{
    private static readonly (string Name, string Says, Action<TextWriter, PictureFolder> Run)[] Commands =
    [
        ("mlp", "multilayer perceptrons beside scikit-learn's on three tables", MlpCommand.Run),
        ("gradients", "vanishing gradients, layer by layer, and their remedies", GradientsCommand.Run),
        ("losses", "losses times optimizers, measured on two problems", LossTableCommand.Run),
        ("convolution", "a convolutional network on the 8x8 digits", ConvolutionCommand.Run),
        ("ranking", "losses that rank, trained on clicks", RankingCommand.Run),
        ("survival", "times that may be censored: losses beside each other on rows whose risk is known", SurvivalCommand.Run),
        ("segmentation", "small shapes on noise, nine losses", SegmentationCommand.Run),
        ("boxes", "boxes by regression: losses of coordinates and of boxes", BoxesCommand.Run),
        ("strips", "sequences of digits by CTC, told their order and not their places", StripsCommand.Run),
        ("ordinal", "five ordered classes of diabetes: losses that know the order", OrdinalCommand.Run),
        ("metric", "embeddings of digits: recall@1 of seen and unseen digits, islands", MetricCommand.Run),
        ("pairs", "images of digits and their words in six languages: retrieval", PairsCommand.Run),
        ("transformer", "a character-level transformer on the project's documents", TextCommand.Run),
    ];

    private static int Main(string[] arguments)
    {
        if (arguments is not [var name] || Array.Find(Commands, command => command.Name == name) is not { Run: { } run })
        {
            Console.Error.WriteLine("usage: dotnet run -c Release --project examples/Minima.Examples -- NAME");
            foreach (var command in Commands) Console.Error.WriteLine($"  {command.Name,-14}{command.Says}");
            return 2;
        }

        var start = Stopwatch.GetTimestamp();
        run(Console.Out, new PictureFolder(Path.Combine(Repository.Root, "docs", "images", "training")));
        Console.Error.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, of the processors {Environment.CpuUsage.TotalTime.TotalSeconds:0} s"));
        return 0;
    }
}
