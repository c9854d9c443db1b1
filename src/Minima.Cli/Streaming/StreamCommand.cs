using System.CommandLine;
using Minima.Cli.Encodings;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Tensors.Streams;

namespace Minima.Cli.Streaming;

/// <summary><c>minima stream</c>: learns from rows as they arrive, prints the running loss, and reports when the stream has changed.</summary>
internal static class StreamCommand
{
    /// <summary>The name of the stream in messages.</summary>
    public const string InputName = "standard input";

    private static readonly string[] Detectors = [.. StreamOptions.Detectors];
    private static readonly string[] Scales = ["all", "features", "none"];
    private static readonly string[] Reactions = ["none", "raise-rate", "reset", "switch-loss"];

    public static Command Create()
    {
        var target = new Option<string?>("--target") { Description = "The column that is to be predicted.", HelpName = "COLUMN" };
        var loss = new Option<string?>("--loss") { Description = "An elementwise loss, by any of its names, or a formula as text: mse, mae, huber:delta=20; logistic or hinge for targets of 0 and 1 (or -1 and 1).", HelpName = "LOSS" };
        var parameters = new Option<string[]>("--param") { Description = "A parameter of the loss; may be repeated.", HelpName = "NAME=VALUE" };
        var rate = new Option<double>("--learning-rate") { Description = "The learning rate of the first step; it falls while no drift is detected.", HelpName = "NUMBER", DefaultValueFactory = _ => 0.02 };
        var detector = new Option<string>("--detector") { Description = "The drift detector that watches the losses: " + string.Join(", ", Detectors) + ".", HelpName = "NAME", DefaultValueFactory = _ => Detectors[0] };
        var reaction = new Option<string>("--reaction") { Description = "The reaction to an alarm: " + string.Join(", ", Reactions) + ".", HelpName = "NAME", DefaultValueFactory = _ => Reactions[1] };
        var next = new Option<string?>("--next-loss") { Description = "The loss that takes over with --reaction switch-loss.", HelpName = "LOSS" };
        var every = new Option<int>("--every") { Description = "Print a line after this many rows; 0 prints alarms and the end only.", HelpName = "ROWS", DefaultValueFactory = _ => 1000 };
        var scale = new Option<string>("--scale") { Description = "What to standardise, from the rows so far: all (features, and steps in the unit of predictions), features, or none.", HelpName = "WHAT", DefaultValueFactory = _ => Scales[0] };
        var skips = new Option<bool>("--skip-bad") { Description = "Skip and count lines that are not rows of finite numbers; without it, the first such line ends the stream." };
        var save = new Option<string?>("--save") { Description = "Write the learned state to this file at the end, and every ten seconds.", HelpName = "STATE.json" };
        var resume = new Option<string?>("--resume") { Description = "Continue from such a file, with the same numbers as a stream that never stopped. The file holds the other options, too.", HelpName = "STATE.json" };
        scale.AcceptOnlyFromAmong(Scales);
        detector.AcceptOnlyFromAmong(Detectors);
        reaction.AcceptOnlyFromAmong(Reactions);
        var command = new Command("stream", """
            Learn from rows of standard input as they arrive: CSV with a header, or one JSON object
            a line, numbers only. Each row is predicted first and learned from afterwards. Lines
            of JSON report the running loss, the loss of the best constant, alarms and weights;
            memory does not grow.

            Examples:
              minima stream --target price --loss huber < sales.csv
              minima stream --target days --loss mse --detector page-hinkley --every 20 < orders.csv
              minima stream --target price --loss huber --skip-bad --save day1.json < monday.csv
              minima stream --resume day1.json --save day2.json < tuesday.csv
            """)
        {
            target, loss, parameters, rate, detector, reaction, next, every, scale, skips, save, resume,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            OutputFile.Check([], ("--save", parsed.GetValue(save)));
            var state = parsed.GetValue(resume) is { } path ? SavedStream.Load(path) : null;
            var refusal = (string?)null;
            var request = new StreamRequest(
                Text(target, state?.Options.Target) ?? "",
                Text(loss, state?.Options.Loss) ?? "",
                state is null ? parsed.GetValue(rate) : Same(rate, state.Options.LearningRate),
                state is null ? parsed.GetValue(detector)! : Same(detector, state.Options.Detector),
                state is null ? Reaction(parsed.GetValue(reaction)!) : Reaction(Same(reaction, Reactions[(int)state.Options.Reaction])),
                state is null ? parsed.GetValue(next) : Same(next, state.Options.NextLoss),
                parsed.GetValue(every))
            {
                Parameters = state is null ? LossSpec.Words(parsed.GetValue(parameters) ?? []) : state.Options.Parameters,
                Scale = state is null ? Scale(parsed.GetValue(scale)!) : Scale(Same(scale, Scales[(int)state.Options.Scale])),
                SkipsBad = parsed.GetValue(skips),
                Save = parsed.GetValue(save),
                From = state,
            };
            if (refusal is not null)
            {
                configuration.Error.WriteLine($"minima stream: {refusal}");
                return Task.FromResult(ExitCode.Usage);
            }

            return RunAsync(request, ReadingOptions.StandardInput(), configuration.Output, configuration.Error, cancellation);

            string? Text(Option<string?> option, string? saved)
            {
                if (state is not null) return Same(option, saved);
                if (parsed.GetValue(option) is not { } value) refusal ??= $"{option.Name} is missing; it is needed unless --resume gives it.";
                else return value;
                return null;
            }

            // A stream continues as it began: options given again must be the same.
            T Same<T>(Option<T> option, T saved)
            {
                if (parsed.GetResult(option) is { Implicit: false } && !Equals(parsed.GetValue(option), saved)) refusal ??= $"{option.Name} is {parsed.GetValue(option)}, but the saved stream has {saved}; leave it out, or start without --resume.";
                return saved;
            }
        });
        return command;
    }

    /// <summary>Reads until the stream ends, or until it is cancelled.</summary>
    internal static async Task<int> RunAsync(StreamRequest request, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (request.Every < 0)
        {
            error.WriteLine($"minima stream: --every is {request.Every}; it must be 0 or a number of rows.");
            return ExitCode.Usage;
        }

        if (request.Reaction == DriftReaction.SwitchLoss && request.NextLoss is null)
        {
            error.WriteLine("minima stream: --reaction switch-loss needs --next-loss: the loss that takes over.");
            return ExitCode.Usage;
        }

        if (request is { Reaction: not DriftReaction.SwitchLoss, NextLoss: not null, From: null })
        {
            error.WriteLine("minima stream: --next-loss is for --reaction switch-loss; give both, or neither.");
            return ExitCode.Usage;
        }

        var source = new StreamSource(input, InputName) { Separator = TableText.Current.Separator };
        var run = new StreamRun(request, source, output, error);
        try
        {
            // A read from a quiet pipe cannot be cancelled, so it has a thread of its own: Ctrl-C ends the session without it.
            await Task.Run(run.Read, CancellationToken.None).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            run.End();
            return ExitCode.Cancelled;
        }
        catch (Exception problem) when (problem is Minima.Tensors.TrainingException or LossException)
        {
            // Report and save even after a failure: what was learned before it is valid.
            run.End();
            error.WriteLine($"minima stream: {problem.Message}");
            if (problem is FormulaException { Text.Length: > 0 } formula) error.WriteLine(formula.Picture.ReplaceLineEndings());
            return problem switch { LossException => ExitCode.Loss, UsageException => ExitCode.Usage, _ => ExitCode.Data };
        }
        catch (InvalidDataException)
        {
            run.End();
            error.WriteLine("minima stream: the gzip data are damaged, or the stream is cut off.");
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

    private static DriftReaction Reaction(string word) => (DriftReaction)Array.IndexOf(Reactions, word);

    private static StreamScale Scale(string word) => (StreamScale)Math.Max(0, Array.IndexOf(Scales, word));
}
