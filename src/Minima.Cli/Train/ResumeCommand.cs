using System.CommandLine;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary><c>minima resume</c>: continues a training that was killed, stopped, or needs more epochs.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder of --checkpoints, or the one that Ctrl-C named.", HelpName = "FOLDER" };
        var epochs = new Option<int?>("--epochs") { Description = "More epochs than the training began with; they stretch a schedule.", HelpName = "COUNT" };
        var patience = new Option<int?>("--stop-early") { Description = "Wait this many epochs for an improvement; 0 for any number.", HelpName = "EPOCHS" };
        var save = new Option<string?>("--save") { Description = "Write the model to NAME.json and NAME.safetensors.", HelpName = "NAME" };
        var threads = new Option<int?>("--threads") { Description = "At most this many threads; the numbers do not depend on it.", HelpName = "COUNT" };
        var distributed = TrainOptions.DistributedOption();
        var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
        epochs.CustomParser = result => TrainOptions.Whole(result, epochs, 1);
        patience.CustomParser = result => TrainOptions.Whole(result, patience, 0);
        threads.CustomParser = result => TrainOptions.Whole(result, threads, 1);
        var command = new Command("resume", """
            Continue a training from its last checkpoint, with bit-identical results.

            Examples:
              minima resume RUN
              minima resume RUN --epochs 200
              mpirun -n 2 minima resume RUN --distributed
            """) { folder, epochs, patience, save, threads, distributed, json };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(folder)!;
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            TrainRequest Changed(TrainRequest begun) => begun with
            {
                Epochs = parsed.GetValue(epochs) ?? begun.Epochs,
                StopEarly = parsed.GetValue(patience) ?? begun.StopEarly,
                Save = parsed.GetValue(save) ?? begun.Save,
                Threads = parsed.GetValue(threads) ?? begun.Threads,
                Language = LanguageOption.Given(parsed) ?? begun.Language ?? LanguageOption.Word(parsed),
                Json = parsed.GetValue(json) || begun.Json,
                Checkpoints = path,
            };
            return Task.Run(() => RankRun.Told(parsed.GetValue(distributed), output, error, path, ranks => Run(path, begun => ranks.Own(Changed(begun)), ranks, cancellation)), CancellationToken.None);
        });
        return command;
    }

    private static int Run(string folder, Func<TrainRequest, TrainRequest> changed, RankRun ranks, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) throw new CheckpointException($"{folder}: there is no such folder; give the --checkpoints folder of minima train. Check the path.");
        var store = new CheckpointStore(folder);

        // Before anything is read: a training that still runs replaces its checkpoints meanwhile. Of several processes only the first writes, after all have read.
        using var held = ranks.IsFirst ? store.Hold() : null;
        var search = store.TryLoadLatest();
        var error = ranks.Error;
        foreach (var damaged in search.Damaged) error.WriteLine($"minima: {damaged.Name} is skipped. {damaged.Reason}");
        if (search.Found is not { } found)
            throw new CheckpointException($"{folder}: there is no {(search.Damaged.Count > 0 ? "undamaged " : "")}checkpoint in it; give the --checkpoints folder of minima train. Check the path, or start again with minima train.");
        var begun = TrainRequest.FromJson(found.Model.DataTreatment[TrainRun.Settings]);
        if (found.Model.DataTreatment[TrainRun.Data] is not JsonArray marks) throw new CheckpointException($"{folder}: its checkpoints do not record the data of the training: minima train did not write them. Resume with the program that wrote them.");
        using var source = begun.Open();
        DataMark.Check(marks, source);
        if (begun.Slices is null && ranks.Group is { Ranks: > 1 }) throw new UsageException("resume: --distributed continues only a training that began with --slices or --distributed; this one makes each step of whole batches, on one process. Leave --distributed out.");
        return TrainRun.Resume(TrainOptions.Checked(changed(begun)), source, marks, found, store, ranks, cancellation);
    }
}
