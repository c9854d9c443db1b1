namespace Minima.Training.Distillation;

/// <summary>
/// Trains a student on a teacher's outputs: batches that carry the teacher's outputs after their targets, an objective that uses them, and the model that a
/// <see cref="Trainer"/> trains. The teacher runs once for each batch, in prediction mode, and is left bit-identical.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Model"/> is the student itself, unless parts use hidden layers: then it returns them after the student's output and contains the linear maps of hints.
/// The student is trained in place either way, and its parameters keep their names. The trainer does everything else: schedules, validation, early stopping, and
/// checkpoints from which a killed training continues. Metrics see the student's own outputs.
/// </para>
/// <para>Steps of several batches (<see cref="Trainer.AccumulatedBatches"/>) are refused, as for all losses that compute on tensors.</para>
/// <para>Sources: see the parts. Survey: Gou et al. 2021, arXiv:2006.05525.</para>
/// </remarks>
/// <example><code>
/// var lesson = new Lesson(teacher, student, rows, LessonPart.Knowledge(temperature: 4, alpha: 0.9));
/// new Trainer(lesson.Model, lesson.Objective, new Adam(lesson.Model.Parameters, 1e-3)) { Epochs = 30 }.Fit(lesson.Rows);
///
/// // FitNets, and relations between rows: layers are named as their parameters are.
/// var hints = new Lesson(teacher, student, rows, LessonPart.Labels(), LessonPart.Hint("1", "3", random, 0.01), LessonPart.Distances("1", "3"));
/// </code></example>
public sealed class Lesson
{
    private readonly TeacherAnswers _answers;
    private readonly int _ownTargets;

    /// <param name="teacher">A trained model; it is not changed.</param>
    /// <param name="student">The model to train, with parameters of its own.</param>
    /// <param name="rows">The training samples. The constructor reads the first batch, to find widths and to compare the numbers of classes.</param>
    /// <param name="parts">The losses, which are added.</param>
    /// <exception cref="TrainingException">
    /// No part or no row; a teacher with another number of classes, or that shares parameters with the student; a layer that does not exist; labels that are not classes.
    /// </exception>
    public Lesson(Module teacher, Module student, IBatchSource rows, params ReadOnlySpan<LessonPart> parts)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(student);
        ArgumentNullException.ThrowIfNull(rows);
        LessonPart[] all = [.. parts];
        if (all.Length == 0) throw new TrainingException("A lesson without parts teaches nothing. Give at least one: LessonPart.Knowledge() for the answers of the teacher.");
        if (teacher.Parameters.Intersect(student.Parameters).FirstOrDefault() is { } shared) throw new TrainingException($"Teacher and student share the parameter '{shared.Name}': the teacher would change while it teaches. Give the student its own, or teach by a copy (WeightCopy.Copy).");
        LessonPart[] hidden = [.. all.Where(part => part.StudentLayer is not null)];
        _answers = new TeacherAnswers(teacher, [.. hidden.Select(part => HiddenOutputs.Find(teacher, part.TeacherLayer!, "teacher"))]);
        Module[] layers = [.. hidden.Select(part => HiddenOutputs.Find(student, part.StudentLayer!, "student"))];
        var first = First(rows, student, layers, all);
        var maps = hidden.Select((part, i) => part.Projection is { } random && first.Shown[i] != first.Taught[i] ? new Linear(first.Shown[i], first.Taught[i], random, type: first.Type) : null).ToArray();
        _ownTargets = first.Targets;
        Student = student;
        Model = hidden.Length == 0 ? student : new TaughtStudent(student, layers, maps);
        Rows = Of(rows);
        var (start, terms) = (first.Classes, new List<LossTerm>());
        foreach (var part in all)
        {
            var term = new LossTerm(part.Name, part.Loss) { Weight = part.Weight, OutputCount = hidden.Length == 0 ? null : first.Classes };
            if (part.StudentLayer is not null)
            {
                var index = Array.IndexOf(hidden, part);
                var width = maps[index]?.Outputs ?? first.Shown[index];
                term = term with { OutputStart = start, OutputCount = width, Target = _ownTargets + 1 + index };
                start += width;
            }
            else if (part.TakesAnswers)
            {
                term = term with { Target = _ownTargets, SecondTarget = 0 };
            }

            terms.Add(term);
        }

        // Metrics use the outputs of the first term, which must be the student's own.
        Objective = new Objective([.. terms.OrderBy(term => term.OutputStart)], TermWeights.AsGiven);
    }

    /// <summary>The model that learns.</summary>
    public Module Student { get; }

    /// <summary>The model to give to a trainer: the student, wrapped to return its hidden layers if parts use them.</summary>
    public Module Model { get; }

    /// <summary>The objective to minimise, with a term for each part.</summary>
    public Objective Objective { get; }

    /// <summary>The samples, with the teacher's outputs after their targets.</summary>
    public IBatchSource Rows { get; }

    /// <summary>Other samples with the teacher's outputs, for validation.</summary>
    /// <param name="rows">Samples with as many targets as those of the lesson.</param>
    public IBatchSource Of(IBatchSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new TaughtRows(rows, _answers, _ownTargets);
    }

    /// <summary>Reads from the first batch: classes, the widths of layers, and the number of targets.</summary>
    private (int Classes, int[] Shown, int[] Taught, int Targets, ElementType Type) First(IBatchSource rows, Module student, Module[] layers, LessonPart[] parts)
    {
        using var scope = StepScope.Begin();
        using var silence = Autograd.NoGradient();
        using var reader = rows.Open(0, 0);
        if (!reader.Next(out var batch) || batch.Rows == 0) throw new TrainingException("A lesson was given no rows. It needs at least one batch to find the shapes of the outputs of teacher and student.");
        if (Array.Exists(parts, part => part.TakesLabels) && (batch.Target.IsNone || batch.Target.Type != ElementType.Int32 || batch.Target.Rank != 1)) throw new TrainingException($"A lesson with labels was given the target {(batch.Target.IsNone ? "none" : $"{batch.Target.Type} {batch.Target.Shape}")}; give one int class for each row. Without classes, teach by LessonPart.Hint, Distances and Angles.");
        var taught = _answers.Of(batch.Features);
        var wasTraining = student.IsTraining;
        student.Train(training: false);
        try
        {
            using var hidden = HiddenOutputs.Watch(layers);
            var output = student.Forward(batch.Features);
            if (output.Rank != 2 || output.Shape[0] != batch.Rows) throw new TrainingException($"The student's output has the shape {output.Shape} for {batch.Rows} rows; a lesson needs models whose output is [N, K].");
            if (Array.Exists(parts, part => part.TakesAnswers) && taught[0].Shape != output.Shape) throw new TrainingException($"The teacher's output has the shape {taught[0].Shape} and the student's {output.Shape} for the same rows: both must have the same classes, in the same order. Give the student as many outputs, or teach hidden layers only (LessonPart.Hint, Distances, Angles).");
            return (output.Shape[1], [.. Enumerable.Range(0, layers.Length).Select(layer => hidden.Rows(layer, batch.Rows).Shape[1])], [.. taught.Skip(1).Select(rows => rows.Shape[1])], batch.MoreTargets.Count + 1, output.Type);
        }
        finally
        {
            student.Train(wasTraining);
        }
    }
}
