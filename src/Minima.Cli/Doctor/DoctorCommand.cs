using System.CommandLine;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Cli.Train;
using Minima.Tabular;
using Minima.Training.Diagnosis;

namespace Minima.Cli.Doctor;

/// <summary><c>minima doctor</c>: finds problems of a training before it runs for hours.</summary>
internal static class DoctorCommand
{
    /// <summary>Options of <c>minima train</c> that a trial of some hundred steps ignores. They are accepted so that the command line differs only in its first word.</summary>
    private static readonly HashSet<string> WithoutEffect = new(StringComparer.Ordinal)
    {
        "--schedule", "--warm-up", "--epochs", "--accumulate", "--stop-early", "--save", "--checkpoints", "--checkpoint-every", "--log", "--tensorboard", "--plot", "--balance", "--no-guard",
    };

    public static Command Create()
    {
        var options = new TrainOptions("doctor");
        var steps = new Option<int>("--steps") { Description = "Steps of the trial training; at least 20.", HelpName = "COUNT", DefaultValueFactory = _ => new DoctorOptions().TrainingSteps };
        steps.CustomParser = result => TrainOptions.Whole(result, steps, 20) ?? 20;
        var command = new Command("doctor", """
            Examine a training before it starts: data, first loss, gradients, learning rate, a trial.

            It takes every option of minima train and tests the training that they define.
            Each finding has a code, its numbers, a cause, a remedy and a page.
            The exit code is 1 if a finding makes the training worthless.

            A training that stopped at NaN left a replay file; run it again with:
              minima doctor replay RUN/replay

            Examples:
              minima doctor DATA.csv --target y
              minima doctor DATA.csv --target y --loss huber:delta=2 --hidden 32 --optimizer sgd
              minima doctor DATA.csv --target y --learning-rate 0.01 --language zh
              minima doctor DATA.csv --target y --json
            """);
        options.AddTo(command);
        command.Add(steps);
        command.Add(ReplayCommand.Create());
        foreach (var option in command.Options) option.Hidden = WithoutEffect.Contains(option.Name);
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

            // On its own thread, so that Ctrl-C can cancel the token while the work runs.
            return Task.Run(() => TrainFaults.Told(error, null, () => Examine(TrainOptions.Checked(options.Read(parsed)), parsed.GetValue(steps), output, cancellation)), CancellationToken.None);
        });
        return command;
    }

    private static int Examine(TrainRequest request, int steps, TextWriter output, CancellationToken cancellation)
    {
        if (request.Threads is { } threads) Tensors.Threads.Most = threads;
        using var source = request.Open();
        using var training = NetworkTraining.Begin(request.ReadTable(source), request.Options(), cancellation);
        var report = training.Examine(steps, cancellation);
        if (request.Json) DoctorJson.Write(training, report, output);
        else DoctorText.Write(request, training, report, output);
        output.Flush();
        return report.IsSevere ? ExitCode.Wrong : ExitCode.Ok;
    }

    /// <summary>A count in the invariant culture.</summary>
    internal static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
