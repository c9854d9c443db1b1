using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Sql;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;
using Minima.Training.Diagnosis;
using Minima.Training.Events;
using Spectre.Console;

namespace Minima.Cli.Train;

/// <summary>Starts or resumes a training, and reports its result.</summary>
internal sealed class TrainRun
{
    /// <summary>The key of the request; in checkpoints only.</summary>
    public const string Settings = "settings";

    /// <summary>The key of the data file; in checkpoints only, as a shared model must not reveal the path.</summary>
    public const string Data = "data";

    private readonly TrainRequest _request;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly CancellationToken _cancellation;
    private readonly Tongue _tongue;

    private readonly RankRun _ranks;

    private TrainRun(TrainRequest request, RankRun ranks, CancellationToken cancellation)
    {
        _request = request;
        _ranks = ranks;
        _output = ranks.Output;
        _error = ranks.Error;
        _cancellation = cancellation;
        _tongue = new Tongue(request.Chinese);
    }

    /// <summary>True if the data came through a pipe; their copy is deleted with the training.</summary>
    private bool IsPiped { get; init; }

    /// <summary>The table in a database; null for a file.</summary>
    private SqlSource? Source { get; init; }

    /// <summary>Starts a training.</summary>
    /// <returns>An exit code.</returns>
    public static int Begin(TrainRequest request, RankRun ranks, CancellationToken cancellation)
    {
        if (ranks.IsFirst && request.Checkpoints is { } folder && new CheckpointStore(folder).Names.Count > 0)
            throw new UsageException($"train: {folder} has the checkpoints of a training already. Continue it with minima resume {folder}, or give --checkpoints another folder.");
        using var source = request.Open();
        if (source is not null) request.Check(source);
        using var data = source is null && request.Data is null ? SpooledFile.Of(request.Path, cancellation) : null;
        using var validation = request.ValidationFile is { } file ? SpooledFile.Of(file, cancellation) : null;
        if (request.Checkpoints is not null && (data is { IsCopy: true } || validation is { IsCopy: true }))
            throw new UsageException("train: --checkpoints needs data that can be read again, but a pipe can be read only once. Write the rows to a file first, or leave --checkpoints out.");
        if (ranks.Group is not null && (data is { IsCopy: true } || validation is { IsCopy: true }))
            throw new UsageException("train: --distributed needs data that every process can read, but a pipe goes to one of them. Write the rows to a file first.");
        return new TrainRun(request with { Path = data?.Path ?? "", ValidationFile = validation?.Path }, ranks, cancellation) { Source = source, IsPiped = data is { IsCopy: true } || validation is { IsCopy: true } }.Begin();
    }

    private int Begin() => Run(DataMark.Of(_request, Source), null);

    /// <summary>Continues a training.</summary>
    /// <param name="request">The original request, with the changes that are allowed.</param>
    /// <param name="source">The table in a database; null for a file.</param>
    /// <param name="marks">Its data files.</param>
    /// <param name="from">The checkpoint to continue from.</param>
    /// <param name="store">The folder of the checkpoint, locked by the caller.</param>
    /// <param name="ranks">The processes that train, and where this one reports.</param>
    /// <param name="cancellation">Checked after every step.</param>
    /// <returns>An exit code.</returns>
    public static int Resume(TrainRequest request, SqlSource? source, JsonArray marks, Checkpoint from, CheckpointStore store, RankRun ranks, CancellationToken cancellation) =>
        new TrainRun(request, ranks, cancellation) { Source = source }.Run(marks, from, store);

    private int Run(JsonArray marks, Checkpoint? from, CheckpointStore? given = null)
    {
        if ((_request.Threads ?? _ranks.UsualThreads) is { } threads) Threads.Most = threads;
        var relay = new ProgressRelay();
        var callbacks = new List<TrainingCallback>();
        var store = given ?? (_request.Checkpoints is { } folder ? new CheckpointStore(folder) : null);
        if (_request.Memory is { } bytes) MemoryOptions.Limit(bytes);
        using var training = NetworkTraining.Begin(_request.ReadTable(Source, _request.Memory is null ? null : new ReadingLines(_error)), _request.Options() with { Checkpoints = store, Callbacks = callbacks, Progress = relay, Distributed = _ranks.Group }, _cancellation);
        if (from is not null) CheckSame(training, from);
        var (trainer, weight) = (training.Trainer, training.LossWeight);
        var text = new EpochText(_tongue, weight);
        _ranks.Group?.RequireSame("the data files", string.Join(' ', marks.Select(mark => $"{mark!["bytes"]} {mark["sha256"]}")));
        using var held = _ranks.IsFirst ? store?.Hold() : null;
        using var log = _request.Log is { } path ? new JsonLogCallback(new JsonLinesLog(path), weight) : null;
        using var board = _request.TensorBoard is { } curves ? new TensorBoardCallback(new TensorBoardWriter(curves, from is null ? null : from.Step + 1), weight) : null;
        var notice = store is null || IsTerminal ? null : new CheckpointNotice(() => Tell($"checkpoints in {store.Folder}; minima resume {Shell(_request.Checkpoints!)} continues from there", $"检查点在 {store.Folder}；用 minima resume {Shell(_request.Checkpoints!)} 从中断处继续"));

        // Lines would break a progress bar, so in a terminal the findings follow it.
        var doctor = new DoctorCallback(IsTerminal ? null : Tell) { LossWeight = weight };
        callbacks.AddRange(new TrainingCallback?[] { doctor, notice, log, board }.OfType<TrainingCallback>());
        var about = trainer.About!.DataTreatment;
        about[Settings] = _request.Absolute().ToJson();
        about[Data] = marks.DeepClone();
        if (from is not null) trainer.Restore(from);
        if (trainer.EpochsDone > trainer.Epochs) throw new UsageException($"resume: {trainer.EpochsDone} epochs are done already, but --epochs is {trainer.Epochs}. Give at least as many.");
        Heading(training, from is not null);
        log?.Begin(from is not null, trainer, _request.ToJson());

        // So that a training killed in its first epoch can be resumed, and a full or read-only disk fails at once.
        if (from is null && _ranks.IsFirst) store?.Save(trainer.TakeCheckpoint());
        var result = Watched(text, doctor, progress =>
        {
            relay.To = progress;
            return training.Run(_cancellation);
        });
        if (_request.Memory is { } most) MemoryOptions.Tell(most, _error);
        if (!_ranks.IsFirst) return result.IsComplete ? ExitCode.Ok : ExitCode.Cancelled;
        return result.IsComplete ? Ended(training, result) : Cancelled(training, store, result);
    }

    private int Ended(NetworkTraining training, NetworkResult result)
    {
        string? saved = null;
        var refusals = new List<OutputException>();
        if (_request.Save is { } path && Kept(() => OutputFile.Save(path, place => result.Save(place)))) saved = ModelJson.PathOf(path, ModelJson.JsonEnding);
        var isDrawn = _request.Plot is { } picture && Kept(() => TrainPicture.Write(picture, training, result, _request.Chinese));

        // Report the result even if a file could not be written.
        var report = new TrainReport(_request, training, result, saved, isDrawn);
        if (_request.Json) _output.WriteLine(report.Json());
        else foreach (var line in report.Lines()) Write(line);
        _output.Flush();
        foreach (var refusal in refusals) _error.WriteLine($"minima: {refusal.Message}");
        return refusals.Count > 0 ? ExitCode.File : ExitCode.Ok;

        bool Kept(Action write)
        {
            try
            {
                write();
                return true;
            }
            catch (OutputException problem)
            {
                refusals.Add(problem);
                return false;
            }
        }
    }

    private int Cancelled(NetworkTraining training, CheckpointStore? store, NetworkResult result)
    {
        var trainer = training.Trainer;
        var folder = _request.Checkpoints;
        if (IsPiped)
        {
            Tell("stopped as asked; the data came through a pipe, so that the training cannot be resumed and no checkpoint was written", "按要求停止；数据来自管道，训练无法恢复，因此未写检查点");
            return ExitCode.Cancelled;
        }

        if (store is null)
        {
            // No folder was named, but hours of work deserve a checkpoint.
            folder = FreeFolder();
            new CheckpointStore(folder).Save(trainer.TakeCheckpoint());
        }

        Tell(
            FormattableString.Invariant($"stopped as asked in epoch {Math.Min(trainer.EpochsDone + 1, _request.Epochs)}, at step {trainer.Step}; the checkpoint is in {folder}. Go on with: minima resume {Shell(folder!)}"),
            FormattableString.Invariant($"按要求停在第 {Math.Min(trainer.EpochsDone + 1, _request.Epochs)} 轮、第 {trainer.Step} 步；检查点在 {folder}。继续：minima resume {Shell(folder!)}"));
        if (_request.Plot is { } picture) TrainPicture.Write(picture, training, result, _request.Chinese);
        return ExitCode.Cancelled;
    }

    private string FreeFolder()
    {
        var name = (_request.Source?.ShortName ?? _request.Data ?? Path.GetFileNameWithoutExtension(_request.Path)) + "-training";
        if (!Path.Exists(name)) return name;
        for (var i = 2; ; i++)
        {
            var other = FormattableString.Invariant($"{name}-{i}");
            if (!Path.Exists(other)) return other;
        }
    }

    private void Heading(NetworkTraining training, bool resumed)
    {
        var trainer = training.Trainer;
        foreach (var sentence in TrainWords.Heading(_request, training))
        {
            if (_request.Json) Wrapped.Write(sentence.In(_request.Chinese), _error, _request.Chinese);
            else Write(sentence);
        }

        if (resumed)
            Tell(FormattableString.Invariant($"resumed at step {trainer.Step}, {trainer.EpochsDone} of {trainer.Epochs} epochs done"), FormattableString.Invariant($"从第 {trainer.Step} 步继续，已完成 {trainer.Epochs} 轮中的 {trainer.EpochsDone} 轮"));
        _output.Flush();
        _error.Flush();
    }

    private static void CheckSame(NetworkTraining training, Checkpoint from)
    {
        var then = TableTreatment.FromJson(from.Model.DataTreatment).ToJson().ToJsonString();
        if (then == training.Treatment.ToJsonString()) return;
        throw DataException.Create(
            training.Name,
            "its columns do not give the features that the training began with",
            "the data must be the same for the training to continue as before",
            "Restore the file, or start again with minima train.");
    }

    private bool IsTerminal => Screen.IsErrorTerminal(_error);

    private T Watched<T>(EpochText text, DoctorCallback doctor, Func<ITrainingProgress, T> work)
    {
        if (!IsTerminal) return work(new TrainLines(_error, text, TimeProvider.System));
        try
        {
            return TrainBar.Run(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Screen.Plain(_error)) }), text, work);
        }
        finally
        {
            // The doctor has often found problems before a training stops at a non-finite number.
            foreach (var finding in doctor.Findings) Tell(finding);
        }
    }

    private void Write(Localized sentence) => Wrapped.Write(sentence.In(_request.Chinese), _output, _request.Chinese);

    private void Write(string line) => _output.WriteLine(line);

    private void Tell(Finding finding)
    {
        var sentence = new Localized($"{finding.Code}: {finding.English.Measured} {finding.English.Remedy}", $"{finding.Code}：{finding.Chinese.Measured}{finding.Chinese.Remedy}");
        Wrapped.Write(sentence.In(_request.Chinese), _error, _request.Chinese);
        _error.Flush();
    }

    private void Tell(string english, string chinese)
    {
        _error.WriteLine(_tongue.Say(english, chinese));
        _error.Flush();
    }

    /// <summary>A word quoted for a shell.</summary>
    private static string Shell(string word) => Wording.Shell(word);
}
