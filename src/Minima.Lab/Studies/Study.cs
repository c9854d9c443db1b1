using System.Runtime.ExceptionServices;

namespace Minima.Lab.Studies;

/// <summary>
/// Methods against a baseline on equal terms. Each tries the same number of settings on seeds that tune and keeps the best of them. It is then trained and judged under
/// it on seeds that judge, the same ones for all.
/// </summary>
internal sealed class Study<TResult>
{
    private readonly IReadOnlyList<StudyMethod<TResult>> _methods;
    private readonly Measure<TResult> _score;
    private readonly int _tuningSeeds;
    private readonly bool _drawsRows;

    /// <param name="methods">The baseline first.</param>
    /// <param name="score">What settings are chosen by, and the first thing that results are compared by.</param>
    /// <param name="tuningSeeds">How many seeds tune.</param>
    /// <param name="drawsRows">
    /// Each seed judges by rows of its own and chooses settings on the others: for tables so small that another share of their rows would give another verdict.
    /// Otherwise all seeds judge by the same rows, and one choice holds for all.
    /// </param>
    /// <exception cref="ArgumentException">Methods that do not all try the same number of settings.</exception>
    public Study(IReadOnlyList<StudyMethod<TResult>> methods, Measure<TResult> score, int tuningSeeds, bool drawsRows = false)
    {
        if (methods.Select(method => method.Settings.Count).Distinct().Count() > 1)
        {
            var counts = string.Join(", ", methods.Select(method => $"{method.Name.English} {method.Settings.Count}"));
            throw new ArgumentException($"Every method of a study tries the same number of settings; here they are: {counts}.", nameof(methods));
        }

        (_methods, _score, _tuningSeeds, _drawsRows) = (methods, score, tuningSeeds, drawsRows);
    }

    /// <summary>The number of parts that <see cref="Run"/> announces.</summary>
    public int PartsOf(LabRun run) => Settings == 1 ? Judged(run) : (_methods.Count * Settings * Choosing(run).Length * Tuned(run)) + Judged(run);

    private int Settings => _methods[0].Settings.Count;

    /// <summary>Tunes and judges, several trainings at a time; the result does not depend on how many.</summary>
    public StudyOutcome<TResult> Run(LabRun run)
    {
        var (tuned, choosing) = (Tuned(run), Choosing(run));
        var trials = choosing.Length * tuned;
        var scores = _methods.Select(method => method.Settings.Select(_ => new double[trials]).ToArray()).ToArray();
        if (Settings > 1)
        {
            Each(run, _methods.Count * Settings * trials, job =>
            {
                var (method, setting, trial) = (job / (Settings * trials), job / trials % Settings, job % trials);
                run.Begin($"{_methods[method].Name.English}: {_methods[method].Settings[setting].Name.English}");
                scores[method][setting][trial] = _score.Of(_methods[method].Settings[setting].Run(Trial.ToTune(choosing[trial / tuned], trial % tuned)));
            });
        }

        int[][] chosen = [.. scores.Select(of => choosing.Select((_, i) => Enumerable.Range(0, Settings).MaxBy(setting => _score.Merit(of[setting].Skip(i * tuned).Take(tuned).Average()))).ToArray())];
        var seeds = run.JudgingSeeds;
        var results = _methods.Select(_ => new TResult[seeds.Length]).ToArray();
        Each(run, _methods.Count * seeds.Length, job =>
        {
            var (method, seed) = (job / seeds.Length, job % seeds.Length);
            run.Begin($"{_methods[method].Name.English}: seed {seeds[seed]}");
            var own = _drawsRows ? seed : 0;
            results[method][seed] = _methods[method].Settings[chosen[method][own]].Run(Trial.ToJudge(choosing[own], seeds[seed]));
        });
        return new(_score, [.. _methods.Select((method, i) => new StudiedMethod<TResult>(method, chosen[i], Settings == 1 ? [] : [.. scores[i].Select(of => of.Average())], results[i]))]);
    }

    /// <summary>The same, announced as all that a run does but for some further parts behind it.</summary>
    public StudyOutcome<TResult> RunAlone(LabRun run, int further = 0) => new[] { this }.RunAll(run, further)[0];

    private int Tuned(LabRun run) => run.IsSmall ? 1 : _tuningSeeds;

    /// <summary>The seeds that a choice of settings is made for.</summary>
    private int[] Choosing(LabRun run) => _drawsRows ? run.JudgingSeeds : [run.Seed];

    private int Judged(LabRun run) => _methods.Count * run.JudgingSeeds.Length;

    private static void Each(LabRun run, int jobs, Action<int> work)
    {
        try
        {
            Parallel.For(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = Threads.Most, CancellationToken = run.Cancellation }, work);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}

/// <summary>Studies that run one after the other.</summary>
internal static class StudyRuns
{
    /// <summary>Announces the parts of all of them, and of what comes behind, before the first begins.</summary>
    public static StudyOutcome<TResult>[] RunAll<TResult>(this IEnumerable<Study<TResult>> studies, LabRun run, int further = 0)
    {
        Study<TResult>[] all = [.. studies];
        run.Parts = all.Sum(study => study.PartsOf(run)) + further;
        return Array.ConvertAll(all, study => study.Run(run));
    }
}
