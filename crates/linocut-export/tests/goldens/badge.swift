import SwiftUI

struct Badge: View {
    static let size = CGSize(width: 64, height: 48)

    var body: some View {
        Canvas { context, size in
            let scale = min(size.width / Self.size.width, size.height / Self.size.height)
            let x = (size.width - Self.size.width * scale) / 2
            let y = (size.height - Self.size.height * scale) / 2
            context.translateBy(x: x, y: y)
            context.scaleBy(x: scale, y: scale)
            Self.draw(in: context)
        }
        .aspectRatio(Self.size, contentMode: .fit)
    }

    private static func draw(in context: GraphicsContext) {
        context.fill(Path(CGRect(x: 0, y: 0, width: 64, height: 48)), with: .linearGradient(Gradient(stops: [.init(color: Color(red: 0, green: 0.5333, blue: 1), location: 0), .init(color: Color(red: 1, green: 1, blue: 1, opacity: 0.502), location: 1)]), startPoint: CGPoint(x: 0, y: 0), endPoint: CGPoint(x: 0, y: 48)))
        // Sun & hill
        context.fill(Path(ellipseIn: CGRect(x: 40, y: 5, width: 16, height: 16)), with: .radialGradient(Gradient(stops: [.init(color: Color(red: 1, green: 1, blue: 0), location: 0), .init(color: Color(red: 1, green: 0.5333, blue: 0), location: 1)]), center: CGPoint(x: 48, y: 13), startRadius: 0, endRadius: 8))
        context.fill(Path { p in
            p.move(to: CGPoint(x: 0, y: 48))
            p.addLine(to: CGPoint(x: 20, y: 21))
            p.addLine(to: CGPoint(x: 32, y: 35))
            p.addCurve(to: CGPoint(x: 52, y: 31), control1: CGPoint(x: 38, y: 29), control2: CGPoint(x: 44, y: 27))
            p.addCurve(to: CGPoint(x: 64, y: 48), control1: CGPoint(x: 60, y: 35), control2: CGPoint(x: 60, y: 45))
            p.closeSubpath()
        }, with: .color(Color(red: 0.1333, green: 0.4667, blue: 0.2667)))
        context.fill(Path { p in
            p.move(to: CGPoint(x: 6, y: 6))
            p.addLine(to: CGPoint(x: 18, y: 6))
            p.addLine(to: CGPoint(x: 18, y: 18))
            p.addLine(to: CGPoint(x: 6, y: 18))
            p.closeSubpath()
            p.move(to: CGPoint(x: 9, y: 9))
            p.addLine(to: CGPoint(x: 15, y: 9))
            p.addLine(to: CGPoint(x: 15, y: 15))
            p.addLine(to: CGPoint(x: 9, y: 15))
            p.closeSubpath()
        }, with: .color(Color(red: 0.8, green: 0, blue: 0, opacity: 0.502)), style: FillStyle(eoFill: true))
        context.stroke(Path { p in
            p.move(to: CGPoint(x: 36, y: 10))
            p.addCurve(to: CGPoint(x: 30, y: 13), control1: CGPoint(x: 36, y: 11.657), control2: CGPoint(x: 33.314, y: 13))
            p.addCurve(to: CGPoint(x: 24, y: 10), control1: CGPoint(x: 26.686, y: 13), control2: CGPoint(x: 24, y: 11.657))
            p.addCurve(to: CGPoint(x: 30, y: 7), control1: CGPoint(x: 24, y: 8.343), control2: CGPoint(x: 26.686, y: 7))
            p.addCurve(to: CGPoint(x: 36, y: 10), control1: CGPoint(x: 33.314, y: 7), control2: CGPoint(x: 36, y: 8.343))
        }, with: .color(Color(red: 0.0667, green: 0.1333, blue: 0.2)), style: StrokeStyle(lineWidth: 1.5, miterLimit: 4, dash: [3, 1], dashPhase: 0))
        context.stroke(Path { p in
            p.move(to: CGPoint(x: 4, y: 44))
            p.addLine(to: CGPoint(x: 60, y: 44))
        }, with: .color(Color(red: 0, green: 0, blue: 0)), style: StrokeStyle(lineWidth: 2, lineCap: .round, miterLimit: 4))
    }
}
