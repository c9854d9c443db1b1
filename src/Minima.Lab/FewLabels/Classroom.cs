using System.Collections.Concurrent;
using Minima.Lab.Studies;
using Minima.Training.Data;

namespace Minima.Lab.FewLabels;

/// <summary>The accuracies of the students of a trial; a teacher counts as a single student.</summary>
/// <param name="Accuracy">The mean over the students.</param>
/// <param name="Worst">The lowest of them.</param>
/// <param name="Certainty">The mean probability that a teacher gives to the true digit of the rows that its students see; NaN for students.</param>
internal sealed record Taught(double Accuracy, double Worst, double Certainty = double.NaN);

/// <summary>Small students distilled from a larger teacher by every method, with five labels of each digit and with all labels.</summary>
/// <param name="run">Sets the number of epochs.</param>
/// <param name="students">The number of students in each trial: small networks vary much with their initial weights.</param>
internal sealed class Classroom(LabRun run, int students = 3)
{
    public const string Teacher = "teacher";
    public const string Alone = "student alone";
    public const string Answers = "the teacher's answers";

    public static readonly Measure<Taught> Accuracy = new(one => one.Accuracy);

    private static readonly int[] StudentWidths = [10];
    private static readonly int[] TeacherWidths = [256, 128];
    private static readonly double[] Decays = [Fitting.UsualDecay, 0.1, 0.3, 1];
    private static readonly Words Decay = new("decay", "衰减");

    private readonly ConcurrentDictionary<(int Seed, bool IsOfHalf), Lazy<Student>> _teachers = new();

    private int Epochs => run.Of(50, 1, 30);

    /// <summary>Students know five labels of each digit. A teacher trained on half of the other rows labels the rest; training on its predictions as labels is the baseline.</summary>
    public IReadOnlyList<StudyMethod<Taught>> WithFewLabels =>
        [
            StudyMethod<Taught>.Of(new(Answers, "教师的预测"), Decay, Decays, (trial, decay) => OfStudents(trial, (student, digits) => student.Learn(digits.RowsLabelledBy(TeacherOf(trial, isOfHalf: true).Logits), Epochs, decay))),
            OfTeacher(isOfHalf: true),

            // As many steps as on all rows.
            StudyMethod<Taught>.Of(new(Alone, "学生独自学习"), Decay, Decays, (trial, decay) => OfStudents(trial, (student, digits) => student.Learn(digits.FewRows, Epochs * Math.Max(1, digits.Labels.Length / Student.BatchSize), decay))),
            .. Ways(isOfHalf: true, (digits, teacher) => digits.RowsLabelledBy(teacher.Logits)),
        ];

    /// <summary>Students know all labels, as does the teacher; the student alone is the baseline.</summary>
    public IReadOnlyList<StudyMethod<Taught>> WithAllLabels =>
        [
            StudyMethod<Taught>.Of(new(Alone, "学生独自学习"), Decay, Decays, (trial, decay) => OfStudents(trial, (student, digits) => student.Learn(digits.Rows, Epochs, decay))),
            OfTeacher(isOfHalf: false),
            .. Ways(isOfHalf: false, (digits, _) => digits.Rows),
        ];

    public static LabTable Table(Words title, StudyOutcome<Taught> outcome) => StudyTable.Of(
        outcome,
        title,
        difference => Figure.PercentChange(difference),
        new StudyColumn<Taught>(new("accuracy on test rows", "测试准确率"), Accuracy.Of, share => Figure.PercentMean(share)),
        new StudyColumn<Taught>(new("the worst of three", "三个中最差者"), one => one.Worst, share => Figure.PercentMean(share)));

    private IEnumerable<StudyMethod<Taught>> Ways(bool isOfHalf, Func<LabelledDigits, Student, ArrayData> rowsOf) => DistillationWay.All
        .Select(way => new StudyMethod<Taught>(way.Name, [.. way.Settings.Select(setting => new StudySetting<Taught>(setting.Name, trial =>
        {
            var teacher = TeacherOf(trial, isOfHalf);
            return OfStudents(trial, (student, digits) => student.Learn(rowsOf(digits, teacher), teacher, setting.Parts, Epochs));
        }))]));

    private StudyMethod<Taught> OfTeacher(bool isOfHalf) => new(new(Teacher, "教师"), [.. Decays.Select(_ => new StudySetting<Taught>(new("nothing to choose", "无可选设置"), trial =>
    {
        var (teacher, digits) = (TeacherOf(trial, isOfHalf), new LabelledDigits(trial));
        var accuracy = digits.Accuracy(teacher.Logits);
        return new(accuracy, accuracy, teacher.Certainty(digits, isOfHalf ? digits.Asked : [.. Enumerable.Range(0, digits.Labels.Length)]));
    }))])
    {
        IsReference = true,
        Grid = new("nothing to choose", "无可选设置"),
    };

    private Taught OfStudents(Trial trial, Action<Student, LabelledDigits> learn)
    {
        var digits = new LabelledDigits(trial);
        var all = Enumerable.Range(0, students).Select(i =>
        {
            var student = new Student(StudentWidths, new RandomState((ulong)trial.Seed).Fork($"student {i}"));
            learn(student, digits);
            return digits.Accuracy(student.Logits);
        }).ToArray();
        return new(all.Average(), all.Min());
    }

    private Student TeacherOf(Trial trial, bool isOfHalf) => _teachers.GetOrAdd((trial.Seed, isOfHalf), _ => new(() =>
    {
        var digits = new LabelledDigits(trial);
        var teacher = new Student(TeacherWidths, new RandomState((ulong)trial.Seed).Fork("teacher"));
        teacher.Learn(isOfHalf ? digits.TeachersHalf : digits.Rows, Epochs);
        return teacher;
    })).Value.Copy();
}
