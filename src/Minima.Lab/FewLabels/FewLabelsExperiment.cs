using Minima.Lab.Pictures;
using Minima.Training.SemiSupervised;

namespace Minima.Lab.FewLabels;

/// <summary>Fifty labels and thirteen hundred digits without: six methods; and small students of a larger teacher: five.</summary>
internal sealed class FewLabelsExperiment : Experiment
{
    private const double Threshold = 0.8;
    private const int StudentsPerSplit = 5;

    private static readonly int[] StudentWidths = [10];
    private static readonly int[] TeacherWidths = [256, 128];

    public override string Name => "few-labels";

    public override Words Title => new("Few labels, and a larger teacher", "少量标签，以及更大的教师");

    public override Words Setting => new(
        "Above: five labels of each digit, the other training rows without; a network of 64-128-64-10, 1000 steps of AdamW at 0.005 with cosine decay, 32 labelled and 96 other images in a batch, judged with the average of the weights. Weak changes add noise; strong ones more of it, shift an image by up to a pixel and cover a square of 2 x 2; guesses count from 0.8. All methods change labelled images weakly, the baseline of labels alone too. Below: a student of 10 hidden units learns from all labels, alone or also from a teacher of 256 and 128; AdamW at 0.005, 50 epochs, images unchanged, five students of each of three splits.",
        "上：每个数字五个标签，其余训练行没有标签；网络为 64-128-64-10，AdamW 学习率 0.005，余弦衰减，1000 步，每批 32 张有标签与 96 张其他图像，以权重的平均值评判。弱增强加噪声；强增强噪声更大，并平移至多一个像素、遮住 2 x 2 的方块；猜测的概率达到 0.8 才算数。所有方法都对有标签图像作弱增强，只用标签的基线亦然。下：10 个隐藏单元的学生用全部标签学习，或独自学习，或同时向隐藏层为 256 与 128 的教师学习；AdamW 学习率 0.005，50 轮，图像不作增强，三种划分各五个学生。");

    public override LabReport Run(LabRun run)
    {
        var seeds = Enumerable.Range(1, run.Of(3, 1)).ToArray();
        var digits = seeds.Select(seed => new LabelledDigits(seed)).ToArray();
        var methods = Methods(FewLabelTraining.Weak, FewLabelTraining.Strong);
        run.Parts = methods.Length + 3 + DistillationWay.All.Count;
        var trained = new List<(Words Name, FewLabelTraining[] Trainings)>();
        foreach (var (name, method) in methods)
        {
            run.Begin(method.Name);
            trained.Add((name, [.. seeds.Select((seed, k) => FewLabelTraining.Run(digits[k], digits[k].Few, method, run.Of(1000, 3), seed))]));
        }

        run.Begin("all labels");
        var all = new Sample([.. seeds.Select((seed, k) => FewLabelTraining.Run(digits[k], [.. Enumerable.Range(0, digits[k].Labels.Length)], methods[0].Method, run.Of(1000, 3), seed).Accuracy)]);
        var (students, certainty) = Distil(run, digits, run.Of(50, 1));
        var compared = new FewLabelResults(trained, all, students, certainty);
        return new LabReport([compared.Labels, compared.Distilled], [.. compared.Findings()], language => FewLabelsPicture.Draw(Title, compared, language));
    }

    private static (Words Name, SemiSupervisedMethod Method)[] Methods(ImageAugmentation weak, ImageAugmentation strong) =>
    [
        (new("labels only", "只用标签"), new SupervisedOnly(weak)),
        (new("entropy minimisation", "熵最小化"), new EntropyMinimizing(weak)),
        (new("pseudo-labels", "伪标签"), new PseudoLabelling(weak, Threshold)),
        ("mean teacher", new MeanTeaching(weak)),
        ("FixMatch", new FixMatching(weak, strong, Threshold)),
        ("MixMatch", new MixMatching(weak)),
    ];

    private static ((Words Name, Sample Accuracy)[] Students, double Certainty) Distil(LabRun run, LabelledDigits[] digits, int epochs)
    {
        run.Begin("teachers");
        var teachers = digits.Select((one, k) =>
        {
            var teacher = new Student(TeacherWidths, new RandomState((ulong)(k + 1)).Fork("teacher"));
            teacher.Learn(one, epochs);
            return teacher;
        }).ToArray();
        var certainty = teachers.Select((teacher, k) => teacher.Certainty(digits[k])).Average();
        run.Begin("students alone");
        var results = new List<(Words, Sample)>
        {
            (new("teacher", "教师"), new([.. teachers.Select((teacher, k) => digits[k].Accuracy(teacher.Logits))])),
            (new("student alone", "学生独自学习"), Students((student, k) => student.Learn(digits[k], epochs))),
        };
        foreach (var way in DistillationWay.All)
        {
            run.Begin(way.Name);
            results.Add((way.Name, Students((student, k) => student.Learn(digits[k], teachers[k], way, epochs))));
        }

        return ([.. results], certainty);

        // Several students of each split: small networks differ much by their first weights.
        Sample Students(Action<Student, int> learn) => new([.. Enumerable.Range(0, StudentsPerSplit * digits.Length).Select(i =>
        {
            var k = i % digits.Length;
            var student = new Student(StudentWidths, new RandomState((ulong)(i + 1)).Fork("student"));
            learn(student, k);
            return digits[k].Accuracy(student.Logits);
        })]);
    }
}
