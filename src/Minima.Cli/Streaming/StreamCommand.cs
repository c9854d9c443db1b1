using System.CommandLine;
using Minima.Cli.Encodings;
using Minima.Cli.Evaluate;
using Minima.Training.Streams;

namespace Minima.Cli.Streaming;

/// <summary><c>minima stream</c>: learns from rows as they come, tells the running loss, and says when the stream has changed.</summary>
internal static class StreamCommand
{
    private static readonly string[] Detectors = ["adwin", "ddm", "page-hinkley", "none"];
    private static readonly string[] Reactions = ["none", "raise-rate", "reset", "switch-loss"];

    public static Command Create()
    {
        var target = new Option<string>("--target") { Description = "The column that is to be predicted.", HelpName = "COLUMN", Required = true };
        var loss = new Option<string>("--loss") { Description = "An elementwise loss: mse, mae, huber; logistic or hinge for targets of 0 and 1 (or -1 and 1).", HelpName = "LOSS", Required = true };
        var rate = new Option<double>("--learning-rate") { Description = "Of the first step; it falls while nothing changes.", HelpName = "NUMBER", DefaultValueFactory = _ => 0.02 };
        var detector = new Option<string>("--detector") { Description = "Who watches the losses: " + string.Join(", ", Detectors) + ".", HelpName = "NAME", DefaultValueFactory = _ => Detectors[0] };
        var reaction = new Option<string>("--reaction") { Description = "What is done at an alarm: " + string.Join(", ", Reactions) + ".", HelpName = "NAME", DefaultValueFactory = _ => Reactions[1] };
        var next = new Option<string?>("--next-loss") { Description = "The loss that takes over with --reaction switch-loss.", HelpName = "LOSS" };
        var every = new Option<int>("--every") { Description = "A line after so many rows; 0 for alarms and the end only.", HelpName = "ROWS", DefaultValueFactory = _ => 1000 };
        detector.AcceptOnlyFromAmong(Detectors);
        reaction.AcceptOnlyFromAmong(Reactions);
        var command = new Command("stream", """
            Learn from rows of standard input as they come: CSV with a header, or one JSON object
            a line, numbers only. Each row is predicted first and learned from afterwards. Lines
            of JSON tell the running loss, alarms and weights; memory does not grow.

            Examples:
              minima stream --target price --loss huber < sales.csv
              minima stream --target days --loss mse --detector page-hinkley --every 20 < orders.csv
            """)
        {
            target, loss, rate, detector, reaction, next, every,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var request = new StreamRequest(
                parsed.GetValue(target)!,
                parsed.GetValue(loss)!,
                parsed.GetValue(rate),
                parsed.GetValue(detector)!,
                (DriftReaction)Array.IndexOf(Reactions, parsed.GetValue(reaction)!),
                parsed.GetValue(next),
                parsed.GetValue(every));
            return RunAsync(request, EncodingOption.StandardInput(), configuration.Output, configuration.Error, cancellation);
        });
        return command;
    }

    /// <summary>Reads until the stream ends, or until it is cancelled.</summary>
    internal static async Task<int> RunAsync(StreamRequest request, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (request.Every < 0)
        {
            error.WriteLine($"minima stream: --every is {request.Every}; 0 or a number of rows is expected.");
            return ExitCode.Usage;
        }

        if (request.Reaction == DriftReaction.SwitchLoss && request.NextLoss is null)
        {
            error.WriteLine("minima stream: --reaction switch-loss needs --next-loss: the loss that takes over.");
            return ExitCode.Usage;
        }

        var source = new StreamSource(input, "standard input");
        var run = new StreamRun(request, source, output);
        try
        {
            // A read from a quiet pipe cannot be broken off, so it has a thread of its own: Ctrl-C ends the session without it.
            await Task.Run(run.Read, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            run.End();
            return ExitCode.Cancelled;
        }
        catch (Minima.Training.TrainingException problem)
        {
            error.WriteLine($"minima stream: {problem.Message}");
            return ExitCode.Data;
        }

        if (!run.End())
        {
            error.WriteLine(source.Torn > 0 ? "minima stream: the stream ended in the middle of its first row." : "minima stream: the stream has a header and no row.");
            return ExitCode.Data;
        }

        if (source.Torn > 0) error.WriteLine($"minima stream: the stream ended in the middle of line {source.Torn}, which was left out.");
        return ExitCode.Ok;
    }

    /// <summary>A detector by the name that a user typed.</summary>
    internal static IDriftDetector? Detector(string name) => name switch
    {
        "adwin" => new AdaptiveWindow(),
        "ddm" => new DriftDetectionMethod(),
        "page-hinkley" => new PageHinkley(direction: DriftDirection.Up),
        _ => null,
    };
}

/// <summary>What was asked for.</summary>
internal sealed record StreamRequest(string Target, string Loss, double LearningRate, string Detector, DriftReaction Reaction, string? NextLoss, int Every);
