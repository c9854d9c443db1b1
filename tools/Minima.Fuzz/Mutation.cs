using System.Text;

namespace Minima.Fuzz;

/// <summary>A few changes of bytes.</summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
    [
        "NaN", "-Infinity", "\"NaN\"", "\"Infinity\"", "1e400", "-0.0", "null", "true", "false", "nul", "elephant", "[", "]", "{", "}", "[]", "[[]]", "{}", ",", ":", "\"", "\\", "\\ud800", "\\u12", "\u0000", "中",
        "\uFEFF", "1e39", "5e-324", "99999999999999999999", "\"id\": 7,", "\"hessian\": true,", "\r", "\t", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    public static byte[] Of(byte[] from, Seeded random)
    {
        var bytes = from.ToList();
        for (var changes = 1 + random.Below(4); changes > 0; changes--)
        {
            var at = random.Below(bytes.Count + 1);
            switch (random.Below(6))
            {
                case 0:
                    bytes.Insert(at, (byte)random.Below(256));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Below(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Below(12)));
                    break;
                case 3:
                    var length = Math.Min(bytes.Count - at, 1 + random.Below(40));
                    bytes.InsertRange(random.Below(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Once(4) ? bytes.Count - at : 0);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Of(Pieces)));
                    break;
            }
        }

        bytes.RemoveAll(b => b == '\n');
        return [.. bytes];
    }
}
