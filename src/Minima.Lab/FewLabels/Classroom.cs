using Minima.Lab.Pictures;
using Minima.Training.Data;

namespace Minima.Lab.FewLabels;

/// <summary>Small students of a larger teacher, by every way of teaching: told five labels of each digit, and told all.</summary>
/// <param name="Teacher">The teachers who have learned all labels, one for each split.</param>
/// <param name="TeacherOfHalf">Those who have learned one half of the rows and are asked about the other, one for each split.</param>
/// <param name="ToldFew">The student alone, the student of the teacher's answers as labels, and students of each way, where fifty labels are told.</param>
/// <param name="ToldAll">The student alone, and students of each way, where all labels are told.</param>
/// <param name="Certainty">The probability that teachers give to the true digit of the rows that their students see: those of half the rows, and those of all.</param>
internal sealed record Classroom(Sample Teacher, Sample TeacherOfHalf, IReadOnlyList<(Words Name, Sample Accuracy)> ToldFew, IReadOnlyList<(Words Name, Sample Accuracy)> ToldAll, (double Few, double All) Certainty)
{
    private const int StudentsPerSplit = 5;
    private const int WholeEpochs = 50;

    private static readonly int[] StudentWidths = [10];
    private static readonly int[] TeacherWidths = [256, 128];

    /// <summary>How many parts <see cref="Of"/> has.</summary>
    public static int Parts => 4 + (2 * DistillationWay.All.Count);

    public LabTable Few => Table(new("a student of ten units, told five labels of each digit", "十个单元的学生，每个数字只知道五个标签"), TeacherOfHalf, ToldFew);

    public LabTable All => Table(new("a student of ten units, told all labels", "十个单元的学生，知道全部标签"), Teacher, ToldAll);

    public static Classroom Of(LabRun run, LabelledDigits[] digits)
    {
        var epochs = run.Of(WholeEpochs, 1);
        run.Begin("teachers");
        var (teachers, ofHalf) = (Teachers(one => one.Rows), Teachers(one => one.TeachersHalf));
        run.Begin("students of fifty labels");

        // As many steps as where every row is seen.
        var few = new List<(Words, Sample)> { (new("student alone", "学生独自学习"), Students((student, k) => student.Learn(digits[k].FewRows, epochs * StepsOf(digits[k])))) };
        run.Begin("the teacher's answers as labels");
        few.Add((new("the teacher's answers", "教师的答案"), Students((student, k) => student.Learn(digits[k].RowsToldBy(ofHalf[k].Logits), epochs))));
        foreach (var way in DistillationWay.All)
        {
            run.Begin($"{way.Name} with fifty labels");
            few.Add((way.Name, Students((student, k) => student.Learn(digits[k].RowsToldBy(ofHalf[k].Logits), ofHalf[k], way, epochs))));
        }

        run.Begin("students of all labels");
        var all = new List<(Words, Sample)> { (new("student alone", "学生独自学习"), Students((student, k) => student.Learn(digits[k].Rows, epochs))) };
        foreach (var way in DistillationWay.All)
        {
            run.Begin(way.Name);
            all.Add((way.Name, Students((student, k) => student.Learn(digits[k].Rows, teachers[k], way, epochs))));
        }

        return new(
            Judged(teachers), Judged(ofHalf), few, all,
            (ofHalf.Select((teacher, k) => teacher.Certainty(digits[k], digits[k].Asked)).Average(), teachers.Select((teacher, k) => teacher.Certainty(digits[k], [.. Enumerable.Range(0, digits[k].Labels.Length)])).Average()));

        Sample Judged(Student[] all) => new([.. all.Select((one, k) => digits[k].Accuracy(one.Logits))]);

        Student[] Teachers(Func<LabelledDigits, ArrayData> rows) => [.. digits.Select((one, k) =>
        {
            var teacher = new Student(TeacherWidths, new RandomState((ulong)(k + 1)).Fork("teacher"));
            teacher.Learn(rows(one), epochs);
            return teacher;
        })];

        // Several students of each split: small networks differ much by their first weights.
        Sample Students(Action<Student, int> learn) => new([.. Enumerable.Range(0, StudentsPerSplit * digits.Length).Select(i =>
        {
            var k = i % digits.Length;
            var student = new Student(StudentWidths, new RandomState((ulong)(i + 1)).Fork("student"));
            learn(student, k);
            return digits[k].Accuracy(student.Logits);
        })]);
    }

    public IEnumerable<Words> Findings()
    {
        var (alone, hard) = (ToldFew[0].Accuracy.Mean, ToldFew[1].Accuracy.Mean);
        var ways = ToldFew.Skip(2).ToArray();
        var best = ways.MaxBy(one => one.Accuracy.Mean);
        yield return new(
            $"A teacher who has learned one half of the rows has {Percent(TeacherOfHalf.Mean)}, and gives the true digits of the other half {Percent(Certainty.Few)} in the mean. A student told five labels of each digit has {Percent(alone)} alone, and {Percent(hard)} where the teacher's answers about the other half are its labels; {ways.Count(one => one.Accuracy.Mean > hard)} of {ways.Length} ways of teaching do better than such answers, {best.Name.English} best ({Percent(best.Accuracy.Mean)}).",
            $"用一半训练行学成的教师为 {Percent(TeacherOfHalf.Mean)}，它给另一半行的真实数字的平均概率为 {Percent(Certainty.Few)}。每个数字只知道五个标签的学生独自学习为 {Percent(alone)}，以教师对另一半行的答案为标签时为 {Percent(hard)}；{ways.Length} 种教法中有 {ways.Count(one => one.Accuracy.Mean > hard)} 种好于这样的答案，最好的是 {best.Name.Chinese}（{Percent(best.Accuracy.Mean)}）。");
        var full = ToldAll[0].Accuracy;
        var taught = ToldAll.Skip(1).ToArray();
        var most = taught.MaxBy(one => one.Accuracy.Mean);
        yield return new(
            $"Told all labels, as is the teacher ({Percent(Teacher.Mean)}), the student alone has {Percent(full.Mean)}; {taught.Count(one => one.Accuracy.Mean > full.Mean)} of {taught.Length} ways help, {most.Name.English} the most ({Percent(most.Accuracy.Mean)}). Over students the deviation is {Percent(full.Deviation)}, smaller differences say little; the worst student alone has {Percent(full.Values.Min())}, the worst so taught {Percent(most.Accuracy.Values.Min())}.",
            $"师生都知道全部标签时（教师为 {Percent(Teacher.Mean)}），学生独自学习为 {Percent(full.Mean)}；{taught.Length} 种教法中有 {taught.Count(one => one.Accuracy.Mean > full.Mean)} 种有帮助，最多的是 {most.Name.Chinese}（{Percent(most.Accuracy.Mean)}）。学生之间的标准差为 {Percent(full.Deviation)}，更小的差别说明不了什么；独自学习的学生中最差的为 {Percent(full.Values.Min())}，这样教出的学生中最差的为 {Percent(most.Accuracy.Values.Min())}。");
        yield return new(
            $"On the rows that it learned from, the teacher of all labels gives the true digit a probability of {Percent(Certainty.All)} in the mean: KD and DKD hear little more of its answers than the labels say, while hint and RKD look at what stands before the last layer. Told all labels, temperatures of 2 and 4, weights of 0.5 and 0.9, and images with noise were tried, and left KD where it is.",
            $"在学过的行上，知道全部标签的教师给真实数字的平均概率为 {Percent(Certainty.All)}：KD 与 DKD 从其输出中听到的几乎不比标签更多，而 FitNet 与 RKD 看的是最后一层之前的特征。在知道全部标签时，温度 2 与 4、权重 0.5 与 0.9 以及加噪声的图像都试过，KD 的处境并无改变。");
    }

    /// <summary>How many times the fifty rows are seen while all rows are seen once.</summary>
    private static int StepsOf(LabelledDigits digits) => Math.Max(1, digits.Labels.Length / Student.BatchSize);

    private static LabTable Table(Words title, Sample teacher, IReadOnlyList<(Words Name, Sample Accuracy)> students)
    {
        var table = new LabTable(title, new("learned from", "学自"), new("accuracy on test rows", "测试准确率"), new("against alone", "与独自学习相比"), new("the worst", "最差者"));
        table.Add(new("teacher", "教师"), Figure.PercentSpread(teacher), "", Figure.Percent(teacher.Values.Min()));
        var alone = students[0].Accuracy.Mean;
        foreach (var (name, accuracy) in students) table.Add(name, Figure.PercentSpread(accuracy), name == students[0].Name ? "" : Signed(accuracy.Mean - alone), Figure.Percent(accuracy.Values.Min()));
        return table;
    }

    private static string Signed(double share) => (share >= 0 ? "+" : "-") + Percent(Math.Abs(share));

    private static string Percent(double share) => Figure.Percent(share).English;
}
