using System.CommandLine;

namespace Minima.Cli.Train;

/// <summary><c>minima train</c>: trains a network with any loss.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions("train");
        var command = new Command("train", """
            Train a network on a table with any loss; a training that is killed can be resumed.

            Examples:
              minima train DATA.csv --target y
              minima train --data diabetes --loss huber:delta=30
              minima train DATA.csv --target y --loss huber:delta=2 --hidden 32 --save MODEL
              minima train DATA.csv --target y --loss "abs(p - t)^1.5" --optimizer sgd:momentum=0.9
              minima train DATA.csv --target y --checkpoints RUN --save MODEL --log RUN/log.jsonl
              mpirun -n 4 minima train DATA.csv --target y --batch 1024 --checkpoints RUN --distributed
            """);
        options.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);

            // On a thread of its own: otherwise Ctrl-C does not reach the token during the work.
            return Task.Run(
                () => RankRun.Told(options.IsDistributed(parsed), output, error, options.Checkpoints(parsed), ranks => TrainRun.Begin(TrainOptions.Checked(ranks.Own(options.Read(parsed))), ranks, cancellation)), CancellationToken.None);
        });
        return command;
    }
}
